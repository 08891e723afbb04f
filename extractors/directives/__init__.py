"""Directives: the obligations that a letter lays on others, with who is to carry them out.

A directive is the smallest item, row or sentence that could be ticked off by itself. Whether a block is one depends on
what stands over it (an order, an opinion, a list of topics), on what the block itself does (an order in words, a unit
and its verb, a bare verb, a result that is sent), and on what it must not be (a closing, law quoted, what the issuer
will do itself). Deadlines are joined to directives later, by their place.
"""

from __future__ import annotations

import re

from extractors.directives.acts import Kind
from extractors.directives.clauses import clause_starts, work_at
from extractors.directives.plan import says
from extractors.directives.speech import spelled
from extractors.directives.state import Letter, Taken
from extractors.directives.walk import walk
from schemas.found import DirectiveMention, Found, Trace
from schemas.page import Span
from schemas.rule import table
from schemas.zone import Zoned
from vietnamese.fold import key
from vietnamese.units import units_at

_TAIL = re.compile(r"[\s./;:,…&_*\\-]+$")
_THIS = re.compile(r"\b(?:này|trên|đó|mình)\s+")


def extract(zoned: Zoned) -> list[Found[DirectiveMention]]:
    """The directives of the body, in order. Assignees are those that the item, its headings or its sentence name; an
    empty tuple means that it falls to the letter's addressees."""
    letter = walk(zoned)
    return [_found(letter, taken) for taken in letter.taken]


def trace(zoned: Zoned) -> list[Trace]:
    """For every block the decision and its reasons: what `congvan explain FILE directives` prints."""
    out = []
    for decision in walk(zoned).decisions:
        block = decision.block
        out.append(
            Trace(
                of="directives",
                rule=decision.rule,
                span=Span(block.flow.start, block.flow.end),
                text=block.flow.text[:160],
                score=1.0 if decision.taken else 0.0,
                chosen=decision.taken,
                notes=decision.notes,
            )
        )
    return out


def _found(letter: Letter, taken: Taken) -> Found[DirectiveMention]:
    flow = taken.flow
    end = taken.end
    start = taken.start
    while start < end and flow.text[start] in " -–+*":
        start += 1
    tail = _TAIL.search(flow.text, start, end)
    if tail is not None and tail.end() == end and not flow.text[tail.start() : end].strip().startswith("..."):
        end = tail.start()
    text = flow.text[start:end]
    if text.count("(") < text.count(")"):
        text = text.rstrip(")")
    folded = key(flow.text)
    value = DirectiveMention(
        text=text,
        ordinal=_ordinal(taken),
        action=_action(taken, folded),
        assignees=taken.crew.found,
        scope=_scope(letter, taken),
        submit_to=_submit_to(taken),
    )
    spans = flow.spans(start, end)
    if len(flow.text) > taken.end and taken.block.columns:
        spans = (*spans, *flow.spans(taken.end, len(flow.text)))
    return Found(value, spans, taken.confidence, taken.rule)


def _ordinal(taken: Taken) -> str | None:
    above = taken.block.ordinal if taken.whole else None
    if taken.mark is None:
        return above
    return taken.mark if above is None else f"{above}.{taken.mark}"


def _action(taken: Taken, folded: str) -> str | None:
    at = taken.act.verb
    text = taken.flow.text
    if at is not None:
        match = work_at(text, folded, at, taken.end)
        if match is not None and taken.act.kind is Kind.BARE and key(match["verb"]) == "can cu":
            at, match = _behind_the_ground(text, folded, at, taken.end) or (at, match)
        if match is not None:
            return spelled(text[at + match.start("verb") : at + match.end("verb")].lower())
        low = at
    else:
        low = taken.start
    from vietnamese.words import head_verb

    return head_verb(text[low : min(taken.end, low + 60)])


def _behind_the_ground(text: str, folded: str, at: int, end: int) -> tuple[int, re.Match[str]] | None:
    """The verb of what is done on the ground that stands first: `căn cứ kế hoạch này xây dựng …`."""
    starts = clause_starts(text, folded, at, end)[1:]
    starts += [match.end() for match in _THIS.finditer(text, at, min(end, at + 160))]
    for begins in sorted(starts):
        match = work_at(text, folded, begins, end)
        if match is not None:
            return begins, match
    return None


def _submit_to(taken: Taken) -> Found[str] | None:
    """Where the result goes: `gửi về Sở Y tế`, `báo cáo UBND tỉnh`, `trình Chủ tịch`."""
    text = taken.flow.text
    for rule in table("directives-submit").rules[1:]:
        for hit in rule.pattern.finditer(text, taken.start, taken.end):
            units, _ = units_at(text, hit.end(), taken.end)
            if units:
                unit = units[0]
                return Found(unit.name, taken.flow.spans(unit.start, unit.end), rule.weight, rule.id)
    return None


def _scope(letter: Letter, taken: Taken) -> tuple[Span, ...]:
    """The headings above, whose deadlines hold for the item, and the lines under it that say when."""
    out = [span for index in taken.context.above for span in _spans(letter, index)]
    for kid in letter.children(taken.block):
        found = says(letter.keys[kid.index])
        if found is not None and found.what == "when":
            out.extend(_spans(letter, kid.index))
    return tuple(out)


def _spans(letter: Letter, index: int) -> tuple[Span, ...]:
    flow = letter.zoned.blocks[index].flow
    return flow.spans(0, len(flow.text))
