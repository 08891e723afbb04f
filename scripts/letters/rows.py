"""The cells around the body as rows of a left and a right column, for the formats without a typesetter."""

from __future__ import annotations

import textwrap
from itertools import zip_longest

from scripts.letters.cells import PARTY, STATE, number_line, place_date, stamps
from scripts.letters.model import Letter

Rows = list[tuple[str, str]]
HEAD = frozenset({"issuer", "number", "issued", "subject"})


def head(letter: Letter, *, lost: frozenset[str] = frozenset(), measure: int = 34) -> Rows:
    """Letterhead rows: bodies beside the national title, number beside place and day, V/v under the number.

    `lost` names what the file does not have; `measure` is the width of the left column in characters.
    """
    rows: Rows = []
    if letter.issuer is not None and "issuer" not in lost:
        left = [line for body in (letter.parent, letter.issuer) if body is not None for line in body.printed]
        left += ["*"] if letter.party else []
        rows += zip_longest(left, PARTY if letter.party else STATE, fillvalue="")
    number = None if "number" in lost else number_line(letter)
    day = None if "issued" in lost else place_date(letter)
    if number is not None or day is not None:
        rows.append((number or "", day or ""))
    if letter.kind == "cong_van" and letter.subject is not None and "subject" not in lost:
        rows += [(line, "") for line in textwrap.wrap(letter.subject_prefix + letter.subject, measure)]
    return rows


def marks(letter: Letter) -> list[str]:
    """Secrecy and urgency, as printed."""
    return stamps(letter)


def title(letter: Letter) -> list[str]:
    """The type in capitals and the title under it; nothing for a công văn."""
    if letter.heading is None:
        return []
    return [letter.heading] + ([] if letter.subject is None else [letter.subject_prefix + letter.subject])


def addressees(letter: Letter) -> list[str]:
    """Kính gửi, on one line or as a list."""
    names = letter.addressees
    if not names:
        return []
    if len(names) == 1:
        return [f"Kính gửi: {names[0]}{'.' if letter.heading is None else ''}"]
    return ["Kính gửi:", *(f"- {name}{'.' if name is names[-1] else ';'}" for name in names)]


def distribution(letter: Letter) -> list[str]:
    """Nơi nhận with the filing line."""
    entries = [f"- {entry};" for entry in letter.distribution]
    entries += [] if letter.filing is None else [f"- Lưu: {letter.filing}."]
    return ["Nơi nhận:", *entries] if entries else []


def authority(letter: Letter) -> list[str]:
    """The authority lines in capitals."""
    return [] if letter.signer is None else [line.upper() for line in letter.signer.lines]


def signer_name(letter: Letter) -> str:
    return "" if letter.signer is None else " ".join(filter(None, (letter.signer.title, letter.signer.name)))


def tail(letter: Letter, *, gap: int = 4) -> Rows:
    """Nơi nhận beside the authority, the name `gap` rows below it."""
    left, right = distribution(letter), [*authority(letter), *[""] * gap, signer_name(letter)]
    return list(zip_longest(left, right if letter.signer is not None else [], fillvalue=""))
