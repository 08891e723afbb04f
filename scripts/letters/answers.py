"""The gold record of a letter: its answers in the record's names, read off the marked-up source.

A key is absent where no answer is given, null or empty where the letter has none (as shared gold files do).
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from scripts.letters.model import Block, Letter, Signer
from scripts.letters.wording import Mark, Phrase

DEADLINES = ("before", "by", "within", "every")
CAPACITY = re.compile(r"(TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\.?\s+")
HEADER = ("number", "issued", "issuer", "subject")


def answers(letter: Letter, lost: Iterable[str] = ()) -> dict[str, Any]:
    """The record's values for `letter`; `lost` names keys of the header whose words the file does not have."""
    return {key: value for key, value in _answers(letter, set(lost)).items() if key not in letter.unscored}


def _answers(letter: Letter, lost: set[str]) -> dict[str, Any]:
    if letter.kind == "other":
        return {
            "kind": "other",
            "number": {"value": None, "symbol": None},
            "subject": None,
            "addressees": [],
            "distribution": [],
            "directives": [],
            "signer": {"name": None, "position": None, "capacity": None},
        }
    record: dict[str, Any] = {"kind": letter.kind}
    gone = "number" in lost
    record["number"] = {"value": None if gone else letter.number, "symbol": None if gone else letter.symbol}
    gone = "issued" in lost
    record["issued"] = {"place": None if gone else letter.place, "date": None if gone else letter.date}
    issuer, parent = (None, None) if "issuer" in lost else (letter.issuer, letter.parent)
    record["issuer"] = {"name": issuer and issuer.name, "parent": parent and parent.name}
    record["subject"] = None if "subject" in lost else letter.subject
    record |= {"urgency": letter.urgency, "secrecy": letter.secrecy, "addressees": list(letter.addressees)}
    record["distribution"] = [recipient(entry) for entry in letter.distribution]
    if letter.filing is not None:
        record["filing"] = filing(letter.filing)
    record["references"] = references(letter.body)
    record["directives"] = directives(letter)
    if letter.contacts:
        record["contacts"] = [dict(contact) for contact in letter.contacts]
    record["signer"] = signer(letter.signer)
    record["arrival"] = letter.arrival
    return record


def recipient(entry: str) -> dict[str, str | None]:
    """`UBND tỉnh (để b/c)` is a name and its purpose."""
    found = re.fullmatch(
        r"(.*\S)\s*\(((?:để )?(?:b/c|báo cáo|t/h|thực hiện|p/h|phối hợp|biết|theo dõi|đăng tải))\)", entry
    )
    return {"name": found[1], "purpose": found[2]} if found else {"name": entry, "purpose": None}


def filing(entry: str) -> dict[str, Any]:
    """`VT, KHTC (Hà, 05)` is units, drafter and copies."""
    found = re.fullmatch(
        r"(?P<units>[^(]+?)(?:\s*\((?P<drafter>[^\d,)][^,)]*)?(?:,\s*)?(?:(?P<copies>\d+)(?:\s*b(?:ản)?)?)?\))?", entry
    )
    if found is None:
        raise ValueError(f"a filing line that cannot be read: {entry!r}")
    copies = found["copies"]
    return {
        "units": [unit.strip() for unit in found["units"].split(",")],
        "drafter": found["drafter"],
        "copies": None if copies is None else int(copies),
    }


def signer(given: Signer | None) -> dict[str, str | None]:
    """Position is the last authority line; capacity and on_behalf_of are the first line's."""
    if given is None:
        return {"name": None, "title": None, "position": None, "capacity": None, "on_behalf_of": None}
    first = CAPACITY.match(given.lines[0])
    last = given.lines[-1]
    behind = CAPACITY.match(last)
    return {
        "name": given.name,
        "title": given.title,
        "position": None if len(given.lines) == 1 and first else last[behind.end() :] if behind else last,
        "capacity": first[1].replace("/", "") if first else None,
        "on_behalf_of": given.lines[0][first.end() :] if first else None,
    }


def references(body: Iterable[Block]) -> list[dict[str, Any]]:
    """Each cited document once, in order of first citation."""
    out: dict[tuple[str, ...], dict[str, Any]] = {}
    for words in (cell for block in body for cell in (block.cells or (block.words,))):
        for mark in words.of("ref"):
            kind, number, symbol, date, *rest = (None if arg == "-" else arg for arg in mark.args)
            reference = {"kind": kind, "number": number, "symbol": symbol, "date": date}
            if rest:
                reference["relation"] = rest[0]
            out.setdefault(mark.args[:4], reference)
    return list(out.values())


def directives(letter: Letter) -> list[dict[str, Any]]:
    """The obligations, with what the headings above hand down to them."""
    out: list[dict[str, Any]] = []
    above: list[tuple[int, list[tuple[Phrase, Mark]]]] = []
    for block in letter.body:
        if block.role not in {"row", "columns"}:
            above = [(depth, marks) for depth, marks in above if depth < block.depth]
        given = [pair for _, marks in above for pair in marks]
        if block.role == "heading":
            above.append((block.depth, [(block.words, mark) for mark in block.words.marks]))
            continue
        for text, own, optional in _obligations(block):
            out.append(_directive(letter, text, own, given, optional))
    return out


def _obligations(block: Block) -> Iterator[tuple[str, list[tuple[Phrase, Mark]], bool]]:
    """Each directive of a block: its text, the marks that belong to it, and whether it is optional."""
    if block.role in {"directive", "optional"}:
        yield block.words.text, [(block.words, mark) for mark in block.words.marks], block.role == "optional"
        return
    everything = [(cell, mark) for cell in block.cells for mark in cell.marks]
    for words in block.cells or (block.words,):
        for mark in words.of("!", "?"):
            inside = [(words, other) for other in words.marks if mark.start <= other.start and other.end <= mark.end]
            yield words.words(mark), everything if block.cells else inside, mark.name == "?"


def _directive(
    letter: Letter, text: str, own: list[tuple[Phrase, Mark]], given: list[tuple[Phrase, Mark]], optional: bool
) -> dict[str, Any]:
    clean = text.strip(" .;:/,")
    if optional:
        return {"text": clean, "optional": True}
    leads = _named("lead", own) or _named("lead", given) or list(letter.addressees)
    assignees = [{"name": name, "role": "lead"} for name in leads]
    assignees += [{"name": name, "role": "support"} for name in dict.fromkeys(_named("support", own + given))]
    limits = [(words, mark) for words, mark in own if mark.name in DEADLINES]
    limits = limits or [(words, mark) for words, mark in given if mark.name in DEADLINES]
    to = _named("to", own) or _named("to", given)
    out: dict[str, Any] = {"text": clean, "assignees": assignees}
    if not _named("~", own):
        out["deadlines"] = [deadline(words, mark) for words, mark in limits]
    return out | {"submit_to": to[0] if to else None}


def _named(name: str, pairs: list[tuple[Phrase, Mark]]) -> list[str]:
    return [words.words(mark) for words, mark in pairs if mark.name == name]


def deadline(words: Phrase, mark: Mark) -> dict[str, Any]:
    """A deadline's values; `due` follows from bound and date, or is given where it hangs on holidays."""
    args = [arg for arg in mark.args if not arg.startswith("due=")]
    due = next((arg.removeprefix("due=") for arg in mark.args if arg.startswith("due=")), None)
    out: dict[str, Any] = {"text": words.words(mark)}
    if mark.name == "every":
        return out | {"recurrence": args[0]}
    out["bound"] = mark.name
    if mark.name == "within":
        out["duration"] = args[0]
        out |= {"calendar": "working"} if "working" in args else {}
        out["anchor"] = args[-1]
    else:
        out["date"] = args[0]
        out |= {"time": args[1]} if len(args) > 1 else {}
        if due is None:
            day = last_day(args[0])
            due = (day - datetime.timedelta(days=mark.name == "before" and len(args) == 1)).isoformat()
    return out | {"due": due}


def last_day(edtf: str) -> datetime.date:
    """The last day of an EDTF date: a day, month, quarter (2022-33), half-year (2022-40) or year."""
    year, *rest = (int(part) for part in edtf.split("-"))
    if len(rest) == 2:
        return datetime.date(year, rest[0], rest[1])
    month = rest[0] if rest else 12
    month = {33: 3, 34: 6, 35: 9, 36: 12, 40: 6, 41: 12}.get(month, month)
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
