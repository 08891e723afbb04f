"""Taking an obligation: its words, who it names, and who the headings above it name."""

from __future__ import annotations

from dataclasses import replace

from extractors.directives.acts import Act, Kind
from extractors.directives.assignees import Crew, crew_of
from extractors.directives.modes import Context
from extractors.directives.plan import Hands, hands_below
from extractors.directives.state import Decision, Letter, Taken
from schemas.zone import Block


def take(
    letter: Letter,
    block: Block,
    span: tuple[int, int],
    acts: list[Act],
    context: Context,
    *,
    confidence: float,
    whole: bool = False,
    free: bool = False,
) -> Taken | None:
    """Take `span` of a block's flow as one obligation; the first of `acts` says what kind. None where a plan gives the
    work to nobody, unless it is `free` to."""
    first = acts[0]
    start, end = span
    named = [replace(act, units=()) for act in acts] if first.kind is Kind.BARE else acts
    if first.body is not None and start < first.body:
        start = first.body
    crew = crew_of(
        block.flow, letter.keys[block.index], [*named, replace(first, units=(), start=start, end=end)], letter.selves
    )
    hands = hands_of(letter, block)
    for role, units in (("lead", hands.leads), ("support", hands.supports)):
        for index, unit in units:
            crew.add(unit, role, letter.zoned.blocks[index].flow, "heading-who", 0.85)
    inherit(letter, crew, context, first=first)
    if letter.plan and not crew.found and not free:
        letter.leave(block, "plan-gives-it-to-nobody")
        return None
    taken = Taken(block, block.flow, start, end, first, first.rule, confidence, crew, context, whole)
    letter.taken.append(taken)
    letter.ordered = True
    letter.decisions.append(Decision(block, first.rule, taken=True, notes=(context.rule, context.mode.value)))
    return taken


def inherit(letter: Letter, crew: Crew, context: Context, *, first: Act) -> None:
    """Give an obligation the leads and supports of the headings above where it names none."""
    had_support, own = crew.has("support"), crew.has("lead")
    if own and not (first.kind is Kind.BARE and context.leads):
        return
    held = list(crew.found)
    crew.clear()
    for index, unit in context.leads:
        crew.add(unit, "lead", letter.zoned.blocks[index].flow, "lead-of-heading", 0.8)
    crew.extend(held)
    if not had_support and not own:
        for index, unit in context.supports:
            crew.add(unit, "support", letter.zoned.blocks[index].flow, "support-of-heading", 0.8)


def hands_of(letter: Letter, block: Block) -> Hands:
    """Who does the work, as blocks directly under `block` say; those blocks say nothing else."""
    found = hands_below(block, letter.children)
    letter.said |= found.blocks
    return found
