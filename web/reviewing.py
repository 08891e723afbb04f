"""The review of a letter in groups of values that are looked at together, and what a person's answers change."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.record import Directive, Evidence, Finding, Letter
from web.entries import ENTRIES, Entry, entries, typed
from web.record import Row, Rows
from web.trouble import NotThere, Unfit
from web.typed import value_of
from web.understanding import deadline_of

KNOWN = frozenset({"corrected", "from-copy"})  # findings that tell of something, and ask for nothing
Form = Mapping[str, Sequence[str]]  # every value of each name
WHOLE = ("signer", "arrival")  # parts that may lack as a whole, and are corrected as a whole
LINES = ("addressees", "distribution")
SKIPPED = frozenset({"/number/raw"})


@dataclass(frozen=True, slots=True)
class Group:
    """Values that are reviewed together. `name` is its place in addresses: `number`, `directives/ID`."""

    name: str
    pointer: str  # in the record as it stands
    title: str
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    places: tuple[Evidence, ...]
    doubtful: bool
    corrected: bool
    directive: Directive | None = None
    text: str | None = None  # of a list, an entry a line
    entries: tuple[Entry, ...] = ()  # of a list whose entries have several values, an empty one last

    @property
    def looked_at(self) -> bool:
        """Whether its place on the page is shown large beside it: a doubt, and a place to look at."""
        boxes = [place.bbox for place in self.places] + [finding.bbox for finding in self.findings]
        return self.doubtful and self.directive is None and any(box is not None for box in boxes)

    @property
    def confidence(self) -> float | None:
        return min((place.confidence for place in self.places), default=None)


def groups(letter: Letter) -> list[Group]:
    """The groups of a letter, in the order of the record; directives after the head."""
    said = frozenset(finding.pointer for finding in letter.findings if finding.code == "corrected")
    rows = Rows(letter, said)
    by_field: dict[str, list[Row]] = {}
    for row in rows.head():
        if row.pointer not in SKIPPED:
            by_field.setdefault(row.pointer.split("/")[1], []).append(row)
    found = [
        _group(letter, said, name, f"/{name}", title=_title(name), rows=tuple(each)) for name, each in by_field.items()
    ]
    for name in LINES:
        lines = "\n".join(_line(entry) for entry in getattr(letter, name))
        found.append(_group(letter, said, name, f"/{name}", title=_title(name), text=lines))
    for name in ENTRIES:
        found.append(_group(letter, said, name, f"/{name}", title=_title(name), listed=entries(rows, name)))
    for at, directive in enumerate(letter.directives):
        found.append(directive_group(letter, said, at, directive))
    return found


def directive_group(letter: Letter, said: frozenset[str], at: int, directive: Directive) -> Group:
    title = f"{_title('directives')} {directive.ordinal or at + 1}"
    return _group(letter, said, f"directives/{directive.id}", f"/directives/{at}", title=title, directive=directive)


def doubts(found: Sequence[Group]) -> int:
    """How many groups a person should still look at."""
    return sum(1 for group in found if group.doubtful)


def group_of(letter: Letter, name: str) -> Group:
    """The group of that name.

    Raises:
        NotThere: there is none.
    """
    for group in groups(letter):
        if group.name == name:
            return group
    raise NotThere


def changes(letter: Letter, group: Group, form: Form) -> list[tuple[str, Any]]:
    """What a group's form says, as corrections: (pointer that names directives by their ids, value).

    Values that a person left as they were are confirmed where they were doubtful, and are none elsewhere.

    Raises:
        Unfit: a day that is none, a number that is none.
    """
    if group.directive is not None:
        return _directive_changes(letter, group.directive, form)
    field = group.name
    if field in LINES or field in ENTRIES:
        lines = _first(form, field).splitlines()
        new = (
            typed(letter, field, form) if field in ENTRIES else [_entry(field, line) for line in lines if line.strip()]
        )
        old = [entry.model_dump(mode="json", exclude={"unit_id"}) for entry in getattr(letter, field)]
        return [(f"/{field}", new)] if group.doubtful or new != old else []
    said = {row.pointer: value_of(row, _first(form, row.pointer)) for row in group.rows if row.pointer in form}
    changed = {row.pointer for row in group.rows if row.pointer in said and said[row.pointer] != _plain(row.value)}
    if not changed and not group.doubtful:
        return []
    if field in WHOLE:
        whole = {row.pointer.rpartition("/")[2]: said.get(row.pointer, _plain(row.value)) for row in group.rows}
        return [(f"/{field}", whole if any(value is not None for value in whole.values()) else None)]
    confirmed = {row.pointer for row in group.rows if row.doubtful and row.pointer in said}
    return [(pointer, value) for pointer, value in said.items() if pointer in changed | confirmed]


def added(letter: Letter, form: Form) -> tuple[str, dict[str, Any]]:
    """A directive that a person adds: its id and itself.

    Raises:
        Unfit: it says nothing.
    """
    text = " ".join(_first(form, "text").split())
    if not text:
        raise Unfit
    uid = f"p{secrets.token_hex(9)}"
    return uid, {"id": uid, "ordinal": None, "action": None, **_typed(letter, (), form), "text": text}


def merged(first: Directive, second: Directive) -> dict[str, Any]:
    """Two directives as one: the words one after the other, everybody and every deadline of both."""
    one, other = first.model_dump(mode="json"), second.model_dump(mode="json")
    glue = " " if first.text.rstrip().endswith((".", ";", ":", "?", "!")) else "; "
    return {
        **one,
        "text": first.text.rstrip() + glue + second.text,
        "assignees": one["assignees"] + [each for each in other["assignees"] if each not in one["assignees"]],
        "deadlines": one["deadlines"] + [each for each in other["deadlines"] if each not in one["deadlines"]],
        "submit_to": one["submit_to"] or other["submit_to"],
    }


def split(directive: Directive, text: str) -> list[tuple[str, Any]]:
    """One directive as two, where a blank line stands in `text`. A deadline goes with the part that has its words.

    Raises:
        Unfit: there is no blank line with words before and after it.
    """
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\r", ""), maxsplit=1)]
    if len(parts) != 2 or not all(parts):
        raise Unfit
    uid = f"p{secrets.token_hex(9)}"
    whole = directive.model_dump(mode="json")
    found = []
    for name, words in ((directive.id, parts[0]), (uid, parts[1])):
        limits = [
            limit for limit in whole["deadlines"] if limit["text"] in words or limit["text"] not in " ".join(parts)
        ]
        found.append((f"/directives/{name}", {**whole, "id": name, "text": words, "deadlines": limits}))
    return found


def _directive_changes(letter: Letter, directive: Directive, form: Form) -> list[tuple[str, Any]]:
    text = " ".join(_first(form, "text").split())
    if not text:
        raise Unfit
    new = {**directive.model_dump(mode="json"), **_typed(letter, directive.deadlines, form), "text": text}
    new["ordinal"] = _first(form, "ordinal").strip() or None
    for each in new["assignees"]:
        known = next((old for old in directive.assignees if old.name == each["name"]), None)
        each["unit_id"] = None if known is None else known.unit_id
    fitted = Directive.model_validate(new)
    if fitted == directive:
        return [(f"/directives/{directive.id}/text", directive.text)]
    differing = [name for name in Directive.model_fields if getattr(fitted, name) != getattr(directive, name)]
    return [(f"/directives/{directive.id}/{name}", new[name]) for name in differing]


def _typed(letter: Letter, known: tuple[Any, ...], form: Form) -> dict[str, Any]:
    """The assignees, deadlines and receiver of a directive's form."""
    named = zip(form.get("assignee", ()), form.get("role", ()), strict=False)
    limits = [line.strip() for line in form.get("deadline", ()) if line.strip()]
    deadlines = [deadline_of(text, issued=letter.issued.date, known=known) for text in limits]
    return {
        "assignees": [
            {"name": n.strip(), "role": "support" if r == "support" else "lead"} for n, r in named if n.strip()
        ],
        "deadlines": [each.model_dump(mode="json") for each in deadlines],
        "submit_to": _first(form, "submit_to").strip() or None,
    }


def _group(
    letter: Letter,
    said: frozenset[str],
    name: str,
    pointer: str,
    *,
    title: str,
    rows: tuple[Row, ...] = (),
    directive: Directive | None = None,
    text: str | None = None,
    listed: tuple[Entry, ...] = (),
) -> Group:
    findings = tuple(f for f in letter.findings if (f.pointer + "/").startswith(pointer + "/") and f.code not in KNOWN)
    places = tuple(
        place
        for at, each in letter.evidence.items()
        if at == pointer
        or (at.startswith(pointer + "/") and (directive is None or "/assignees/" in at or "/deadlines/" in at))
        for place in each
    )
    corrected = any((each + "/").startswith(pointer + "/") for each in said)
    unsure = any(place.confidence < 0.8 for place in places)
    doubtful = not corrected and (bool(findings) or unsure)
    return Group(name, pointer, title, rows, findings, places, doubtful, corrected, directive, text, listed)


def _title(name: str) -> str:
    return Letter.model_fields[name].title or name


def _line(entry: Any) -> str:
    purpose = getattr(entry, "purpose", None)
    return f"{entry.name} ({purpose})" if purpose else str(entry.name)


def _entry(field: str, line: str) -> dict[str, Any]:
    name, purpose = line.strip(), None
    if field == "distribution":
        match = re.fullmatch(r"(.+?)\s*\(([^()]*)\)", name)
        if match is not None:
            name, purpose = match[1], match[2].strip() or None
        return {"name": name, "purpose": purpose}
    return {"name": name}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _first(form: Form, name: str) -> str:
    values = form.get(name, ())
    return values[0] if values else ""
