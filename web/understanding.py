"""What a deadline that a person types would mean, by the same rules that read it in letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.deadlines.candidates import candidates
from extractors.deadlines.reading import SAME_DAY
from pipeline.resolve.deadlines import resolve
from schemas.record import Deadline
from vietnamese.fold import nfc

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Understood:
    """A deadline, and what a person should know of how it was understood (codes of findings)."""

    deadline: Deadline
    remarks: tuple[tuple[str, str], ...]


def understand(text: str, *, issued: str | None) -> list[Understood]:
    """The deadlines in `text`, counted out from the letter's date (EDTF); none where it is not understood."""
    found = []
    written = _ISO.sub(r"\3/\2/\1", nfc(text))  # programs write days so, letters never
    for candidate in candidates(written, column=True):
        if candidate.mention.day is SAME_DAY:
            continue
        deadline, remarks = resolve(candidate.mention, issued=issued)
        found.append(Understood(deadline, tuple(remarks)))
    return found


def deadline_of(text: str, *, issued: str | None, known: tuple[Deadline, ...] = ()) -> Deadline:
    """The deadline that `text` writes: one that is `known` by these words, else as understood, else the words alone."""
    for each in known:
        if each.text == text:
            return each
    found = understand(text, issued=issued)
    return found[0].deadline.model_copy(update={"text": text}) if found else Deadline.model_validate({"text": text})
