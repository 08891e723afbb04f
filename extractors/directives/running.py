"""Running text: each sentence that gives an order is a directive; a sentence that only limits it belongs to it."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.directives.acts import Act, Kind, read
from extractors.directives.assignees import crew_of
from extractors.directives.idle import idle
from extractors.directives.issuer import is_self
from extractors.directives.modes import Context, Mode
from extractors.directives.sentences import sentences
from extractors.directives.speech import DATED, condition, is_office, mark, performative
from extractors.directives.state import Letter, Taken
from extractors.directives.taking import take
from schemas.zone import Block
from vietnamese.units import units_at

_TO = re.compile(r"\b(?:về|đến|tới|cho|lên)\s+(?=[^\W\d_])(?=[A-ZĐ])")


def running(letter: Letter, block: Block, context: Context, stop: int | None = None) -> bool:
    """Take the sentences of `block` before `stop` that give orders; whether there was one."""
    text, folded = block.flow.text, letter.keys[block.index]
    last: Taken | None = None
    took = False
    for start, end in sentences(text):
        if stop is not None and start >= stop:
            break
        act = read(text, folded, start, end, letter.selves)
        if last is not None and _limits(act, folded):
            last.end = end
            continue
        reason = _refuse(letter, act, context, block)
        if last is not None and one_item(block) and reason is None:
            last.end = end  # an item is one obligation, whatever it holds
            more = crew_of(block.flow, folded, [act], letter.selves)
            last.crew.extend(one for one in more.found if not last.crew.speaks_of(one.value.name))
            continue
        if last is not None and reason is not None and _goes_on(letter, act, block):
            leads = tuple((block.index, unit) for unit in last.act.units)
            last = take(letter, block, (start, end), [act], replace(context, leads=leads), confidence=0.7)
            continue
        last = None
        if reason is None:
            confidence = 0.85 if act.kind is Kind.ORDER else 0.7
            whole = one_item(block)
            free = owed(letter, act, context, block)
            last = take(letter, block, (act.start, end), [act], context, confidence=confidence, whole=whole, free=free)
            took = took or last is not None
        elif act.kind is not Kind.NONE:
            letter.leave(block, f"not-an-order:{reason}", text[start:end][:80])
    return took


def _goes_on(letter: Letter, act: Act, block: Block) -> bool:
    """`Giao Phòng A rà soát …. Đồng thời tổ chức …`: more work for those whom the sentence before named."""
    folded = letter.keys[block.index]
    also = act.kind is Kind.BARE and not one_item(block) and folded.startswith("dong thoi ", act.start)
    return also and idle(block.flow.text, folded, act) is None


def one_item(block: Block) -> bool:
    """Whether a block is one obligation, whatever it holds: a marked item, not an article of a decision."""
    return block.label is not None and not block.label.startswith("Điều")


def _limits(act: Act, folded: str) -> bool:
    """Whether a sentence only adds a limit or a condition to the order before it."""
    if act.kind is Kind.ORDER:  # "Ý kiến góp ý đề nghị gửi về Sở trước ngày …": where what was asked for goes
        return act.rule.endswith("-none-named") and performative().match(folded, act.start) is None
    if act.kind is Kind.SUBJECT:
        return False
    if act.kind is Kind.RESULT:  # "Văn bản góp ý gửi về Sở trước ngày …"
        return True
    return condition().match(folded, act.start) is not None or (act.kind is Kind.BARE and act.limited)


def _refuse(letter: Letter, act: Act, context: Context, block: Block) -> str | None:
    """Why a sentence of running text is no order; None where it is one."""
    if act.kind is Kind.NONE:
        return "no-order"
    folded = letter.keys[block.index]
    reason = idle(block.flow.text, folded, act)
    if reason is not None:
        return reason
    if act.kind is Kind.ORDER:
        return _refuse_order(act, context, folded)
    if act.kind is Kind.BARE:
        return None if owed(letter, act, context, block) else "verb-without-an-order"
    if act.kind is Kind.RESULT and not (context.mode is Mode.ANSWER and letter.reply):
        dated = DATED.search(folded, act.start, act.end) is not None
        expected = act.limited and (letter.ordered or context.mode is not Mode.DEAD)
        return None if dated or expected else "no-limit"
    if context.mode is Mode.ANSWER and (letter.reply or not _hands_over(act, folded)):
        return "answer"
    if all(is_self(unit.name, letter.selves) for unit in act.units):
        return "issuer-itself"
    return None if _hands_over(act, folded) else _refuse_subject(letter, act, context, folded)


def owed(letter: Letter, act: Act, context: Context, block: Block) -> bool:
    """Whether a plan's line hands something over to another office by a day, though nobody is named who does."""
    text, folded = block.flow.text, letter.keys[block.index]
    if not letter.plan or context.rule == "issuer-itself" or DATED.search(folded, act.start, act.end) is None:
        return False
    if act.kind is not Kind.BARE or act.verb is None or not mark("delivers").match(folded, act.verb):
        return False
    goal = _TO.search(text, act.verb, act.end)
    units = [] if goal is None else units_at(text, goal.end(), act.end)[0]
    return bool(units) and not any(is_self(unit.name, letter.selves) for unit in units)


def _hands_over(act: Act, folded: str) -> bool:
    """Whether a unit hands something over or finishes it by a day."""
    if act.kind is not Kind.SUBJECT or DATED.search(folded, act.start, act.end) is None:
        return False
    return mark("delivers").search(folded, act.start, act.end) is not None


def _refuse_order(act: Act, context: Context, folded: str) -> str | None:
    if context.mode is Mode.ANSWER and not act.limited:
        at = act.verb or act.start
        told = any(is_office(unit.name) for unit in act.units)
        if mark("for-advice").search(folded, at, act.end) or (
            not told and mark("by-the-law").search(folded, at, act.end)
        ):
            return "ruling"
    if act.units or act.limited or context.mode not in (Mode.ANSWER, Mode.DEAD):
        return None
    return "unaddressed"


def _refuse_subject(letter: Letter, act: Act, context: Context, folded: str) -> str | None:
    """What a unit does is ordered only where orders are being given, or where it must and a time is set."""
    if context.mode is Mode.DEAD:
        announced = context.rule == "announcement" and (act.modal or act.limited)
        bound = act.limited and (letter.ordered or (letter.plan and act.modal))
        return None if announced or bound else "topic"
    if letter.ordered and (act.modal or act.limited or act.rule in ("subject-does", "unit-colon")):
        return None
    if act.rule == "subject-does" and letter.invites and mark("prepares").match(folded, act.verb or act.start):
        return None
    return None if act.limited and (act.modal or letter.plan) else "no-order-before"
