"""Clauses of a sentence: where the subject or the verb may begin, and what stands right before a word."""

from __future__ import annotations

import re

from extractors.directives.speech import adverbial, linking, work, work_key

_FAR = 400  # characters: no clause is longer before its verb
_ROLE = re.compile(r"la (?:co quan|don vi|bo phan|dau moi)[^,;:.()]{0,80}[,;]\s+")  # "Là đơn vị đầu mối, tổng hợp …"
IF = ("truong hop", "neu", "doi voi truong hop", "trong truong hop")  # up to "thì", past the commas
_NAMED_PREFIX = re.compile(r"[^:;.]{3,140}?:\s+")


def work_at(text: str, folded: str, at: int, end: int) -> re.Match[str] | None:
    """The verb of work that begins at `at`, with the adverbs before it."""
    small = text[at : min(end, at + 120)].lower()
    found = work().match(small)
    if found is None:
        found = work_key().match(folded[at : min(end, at + 120)])
    return found


def clause_starts(text: str, folded: str, start: int, end: int) -> list[int]:
    """Where the subject or verb of a sentence may begin: at its start, after adverbials, after a title and a colon."""
    out = [start]
    linked = linking().match(folded, start, end)
    if linked is not None:
        out.append(linked.end())
    at = start
    for _ in range(4):
        if adverbial().match(folded, at) is None:
            break
        comma = _comma(text, at, end)
        then = text.find(" thì ", at, min(end, at + 300))
        if then >= 0 and (comma is None or then < comma or folded.startswith(IF, at)):
            comma = then + 5
        if comma is None:
            break
        at = comma
        out.append(at)
    role = _ROLE.match(folded, start, end)
    if role is not None:
        out.append(role.end())
    named = _NAMED_PREFIX.match(text, start, end)
    if named is not None:
        out.append(named.end())
    return out


def _comma(text: str, at: int, end: int) -> int | None:
    """After the next comma outside brackets."""
    depth = 0
    for i in range(at, min(end, at + 500)):
        if text[i] == "(":
            depth += 1
        elif text[i] == ")":
            depth -= 1
        elif text[i] in ",;:" and depth <= 0 and text[i + 1 : i + 2] == " ":
            return i + 2
    return None


def segment(text: str, start: int, cue: int) -> int:
    """Where the part of the clause right before `cue` begins: after the last delimiter outside brackets."""
    i = cue - 1
    depth = 0
    start = max(start, cue - _FAR)
    while i >= start:
        char = text[i]
        if char == ")":
            depth += 1
        elif char == "(":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and (
            char in ",;:.—”" or (char in "-–" and text[i - 1 : i] == " " and text[i + 2 : i + 3].islower())
        ):
            break
        i -= 1
    i += 1
    while i < cue and text[i].isspace():
        i += 1
    return i
