"""Compares records with their gold answers, field by field: what was found, what was made up, what was missed.

A key that the answers do not have is not compared. Names and texts are compared without case, in NFC, with one kind of
dash and space, bare of punctuation at the ends; directives are paired by the words they share.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]
SINGLE = {
    "kind": ("kind",),
    "number": ("number", "value"),
    "symbol": ("number", "symbol"),
    "date": ("issued", "date"),
    "place": ("issued", "place"),
    "issuer": ("issuer", "name"),
    "parent": ("issuer", "parent"),
    "subject": ("subject",),
    "urgency": ("urgency",),
    "secrecy": ("secrecy",),
    "signer": ("signer", "name"),
    "position": ("signer", "position"),
    "capacity": ("signer", "capacity"),
    "arrival": ("arrival", "number"),
}
ENOUGH = 0.6  # of the words of two texts, for the two to be one directive


@dataclass
class Tally:
    """Right, made up and missed for each field; `wrong` says which, for a person to read."""

    right: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def sets(self, name: str, want: Iterable[str], got: Iterable[str], where: str) -> None:
        wanted, given = Counter(want), Counter(got)
        self.right[name] += (wanted & given).total()
        self.extra[name] += (given - wanted).total()
        self.missed[name] += (wanted - given).total()
        if wanted != given:
            gone, new = list((wanted - given).elements()), list((given - wanted).elements())
            self.wrong.append(f"{where} {name}: missed {gone}, made up {new}")

    def f1(self, name: str) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was made up."""
        right = self.right[name]
        everything = 2 * right + self.extra[name] + self.missed[name]
        return 2 * right / everything if everything else 1.0


def folded(text: object) -> str:
    """The form in which two values are the same."""
    out = unicodedata.normalize("NFC", str(text)).casefold().replace("ð", "đ")
    out = re.sub(r"[\u2010-\u2015\u2212]", "-", out)
    out = re.sub(r"[\"'“”‘’]", "", out)
    out = re.sub(r"\s*([-/,;:.()])\s*", r"\1", out)
    return re.sub(r"\s+", " ", _new_tones(out)).strip(" .,;:-/")


def _new_tones(text: str) -> str:
    """`hoà`, `uỷ` as `hòa`, `ủy`: offices write both."""
    marks = "\u0300\u0301\u0303\u0309\u0323"
    apart = unicodedata.normalize("NFD", text)
    apart = re.sub(rf"(?<!q)([ou])([aey])([{marks}])(?![\w\u0300-\u036f])", r"\1\3\2", apart)
    return unicodedata.normalize("NFC", apart)


def compare(gold: Record, got: Record, where: str, tally: Tally) -> None:
    """Add one document's outcome to `tally`."""
    for name, path in SINGLE.items():
        known, want = _dig(gold, path)
        if known:
            _, value = _dig(got, path)
            tally.sets(name, _one(name, want), _one(name, value), where)
    for name in ("addressees", "distribution"):
        if name in gold:
            tally.sets(name, _names(gold[name]), _names(got.get(name)), where)
    if "references" in gold:
        tally.sets(
            "references", map(_reference, gold["references"]), map(_reference, got.get("references") or ()), where
        )
    if "directives" in gold:
        _directives(gold["directives"], got.get("directives") or (), where, tally)


def _dig(record: Record, path: Sequence[str]) -> tuple[bool, object]:
    value: object = record
    for i, key in enumerate(path):
        if value is None and i:
            return True, None
        if not isinstance(value, Mapping) or key not in value:
            return False, None
        value = value[key]
    return True, value


def _one(name: str, value: object) -> list[str]:
    if value is None:
        return []
    text = folded(value)
    return [re.sub(r"^(v/v|về việc|về)[\s:.]+", "", text) if name == "subject" else text]


def _names(entries: Iterable[Any] | None) -> list[str]:
    return [folded(entry["name"] if isinstance(entry, Mapping) else entry) for entry in entries or ()]


def _reference(reference: Record) -> str:
    number = "/".join(folded(reference[key]) for key in ("number", "symbol") if reference.get(key) is not None)
    return f"{re.sub('[-/]+', '/', number) or reference.get('kind')} {reference.get('date') or ''}"


def _deadline(deadline: Record) -> str:
    if deadline.get("recurrence"):
        return ";".join(sorted(str(deadline["recurrence"]).split(";")))
    if deadline.get("duration"):
        return f"{deadline['duration']} {deadline.get('calendar') or ''}"
    return f"{deadline.get('bound')} {deadline.get('date')} {deadline.get('time') or ''}"


def _shared(a: str, b: str) -> float:
    one, other = (Counter(re.findall(r"\w+", folded(text))) for text in (a, b))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _directives(wanted: Sequence[Record], given: Sequence[Record], where: str, tally: Tally) -> None:
    ranked = sorted(
        ((_shared(w["text"], g["text"]), i, j) for i, w in enumerate(wanted) for j, g in enumerate(given)), reverse=True
    )
    pairs: dict[int, int] = {}
    for shared, i, j in ranked:
        if shared >= ENOUGH and i not in pairs and j not in pairs.values():
            pairs[i] = j
    core = [i for i, want in enumerate(wanted) if not want.get("optional")]
    extra = [given[j]["text"][:70] for j in range(len(given)) if j not in pairs.values()]
    missed = [wanted[i]["text"][:70] for i in core if i not in pairs]
    tally.right["directives"] += sum(i in pairs for i in core)
    tally.extra["directives"] += len(extra)
    tally.missed["directives"] += len(missed)
    if extra or missed:
        tally.wrong.append(f"{where} directives: missed {missed}, made up {extra}")
    for i in core:
        want: Record = wanted[i]
        got: Record = given[pairs[i]] if i in pairs else {}
        at = f"{where} [{want['text'][:40]}]"
        tally.sets("assignees", map(_assignee, want["assignees"]), map(_assignee, got.get("assignees") or ()), at)
        if "deadlines" in want:
            tally.sets("deadlines", map(_deadline, want["deadlines"]), map(_deadline, got.get("deadlines") or ()), at)


def _assignee(assignee: Record) -> str:
    return f"{assignee.get('role') or 'lead'}: {folded(assignee['name'])}"
