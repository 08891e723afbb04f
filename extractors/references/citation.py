"""Citations in a run of text: their cores, with the day, issuer, subject and telling word around each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.references.around import cue_at_end, cue_before, issuer_and_subject
from extractors.references.cores import Core, Run, back_references, cores
from extractors.references.days import day_after, day_before, shares_day
from schemas.found import ReferenceMention

_OPENING = 8  # a citation that begins so near the start of a block continues what stands above the block
_MEMBER = re.compile(r"(?:[;,]|\bva|\bhoac)\s*(?:cac\s+)?$")  # what stands before a further member of a list


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention with its place in the run of text."""

    mention: ReferenceMention
    start: int
    end: int
    confidence: float
    rule: str


def citations(text: str, *, head: str = "") -> list[Citation]:
    """Every citation of `text`, in order; `head` is the text that it continues."""
    run = Run.of(text, head)
    found = list(cores(run))
    out: list[Citation] = []
    for i, core in enumerate(found):
        inherited = out[-1].mention.cue if out else cue_at_end(head) if core.start < _OPENING else None
        out.append(_complete(run, found, i, inherited))
    out = _share_days(out, run.key)
    for core in back_references(run):
        cue = cue_before(run.text, run.key, core.start, floor=0, inherited=None)
        out.append(
            Citation(ReferenceMention(core.kind, None, None, None, cue=cue), core.start, core.end, 0.5, core.rule)
        )
    return sorted(out, key=lambda citation: citation.start)


def _complete(run: Run, found: list[Core], i: int, inherited: str | None) -> Citation:
    """The `i`-th core with what stands around it."""
    core = found[i]
    floor = found[i - 1].end if i else 0
    near = found[i + 1].start if i + 1 < len(found) else len(run.text)
    day, end = core.day, core.end
    if day is None:
        day, end = day_after(run.key, core.end, near)
    if day is None:
        day = day_before(run.key, core.start, floor)
    issuer, subject = issuer_and_subject(run.text, end, near, _limit(run, found, i))
    cue = cue_before(run.text, run.key, core.start, floor=floor, inherited=inherited)
    mention = ReferenceMention(core.kind, core.number, core.symbol, day, issuer, subject, cue)
    return Citation(mention, core.start, end, core.confidence, core.rule)


def _limit(run: Run, found: list[Core], i: int) -> int:
    """Where the next citation begins that is not named in the subject of the `i`-th."""
    for core in found[i + 1 :]:
        if _MEMBER.search(run.key, max(0, core.start - 12), core.start):
            return core.start
    return len(run.text)


def _share_days(found: list[Citation], folded: str) -> list[Citation]:
    """`A, B và C ngày …`: the day at a list's end is each member's."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        alike = here.mention.kind == after.mention.kind and None not in (here.mention.number, after.mention.number)
        shared = alike and shares_day(folded[here.end : after.start])
        if shared and here.mention.day is None and after.mention.day is not None:
            out[i] = replace(here, mention=replace(here.mention, day=after.mention.day))
    return out
