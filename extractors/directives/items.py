"""Items of lists: under an order every item that does something is a directive, whole; elsewhere it must say more."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.directives.acts import Act, Kind, read
from extractors.directives.clauses import IF
from extractors.directives.headings import named_in
from extractors.directives.idle import idle
from extractors.directives.modes import Context
from extractors.directives.running import one_item, owed, running
from extractors.directives.state import Letter
from extractors.directives.taking import take
from schemas.zone import Block, BlockKind
from vietnamese.units import UnitName, units_at

# Marks of a list that runs on inside a paragraph; OCR makes a ring of a letter between brackets.
_INLINE = re.compile(r"(?:^|(?<=[:;.]\s))[(«]?(?P<mark>[a-zđ@©]|\d{1,2})\)\s+(?=[^\W\d_])")
_LABELLED = re.compile(r"[\w ,]{2,24}:")  # "Lưu ý: …": a label, not a verb
_SEVERAL = 2
_TAGGED = 60  # characters that are tagged: tagging is slow
_CONFIDENCE = {Kind.ORDER: 0.9, Kind.SUBJECT: 0.85, Kind.BARE: 0.85, Kind.RESULT: 0.7}


def ordered_item(letter: Letter, block: Block, context: Context) -> None:
    """An item, or a paragraph in its place, of a list of orders."""
    if _inline_list(letter, block, context):
        return
    acts = letter.acts(block)
    reasons = [_why_not(letter, block, act) for act in acts]
    live = [act for act, why in zip(acts, reasons, strict=True) if why is None]
    first = live[0] if live else None
    if first is not None and first is not acts[0] and block.label is None and running(letter, block, context):
        return
    if _sentence_by_sentence(letter, block, context, live):
        return
    late = first is not None and first is not acts[0] and first.kind in (Kind.BARE, Kind.RESULT) and not first.limited
    if first is None or late:
        first = _by_tagger(letter, block, acts, reasons)
        if first is None:
            letter.leave(block, f"no-work:{reasons[0] if reasons else 'empty'}")
            return
        live = [first]
    end = max(act.end for act in acts)
    free = owed(letter, first, context, block)
    take(letter, block, (0, end), live, context, confidence=_CONFIDENCE.get(first.kind, 0.6), whole=True, free=free)


def _sentence_by_sentence(letter: Letter, block: Block, context: Context, live: list[Act]) -> bool:
    """Take a paragraph without a mark, or an article, whose sentences give work to one unit after another: each is an
    obligation. A numbered item is one, whatever it holds."""
    if one_item(block):
        return False
    folded = letter.keys[block.index]
    heads = [
        act
        for act in live
        if act.kind in (Kind.ORDER, Kind.SUBJECT)
        and act.units
        and not act.past
        and (act is live[0] or not folded.startswith(IF, act.start))
    ]
    if len(heads) < _SEVERAL:
        return False
    starts = [min(act.start for act in live), *(act.start for act in heads[1:])]
    for i, head in enumerate(heads):
        end = starts[i + 1] if i + 1 < len(starts) else max(act.end for act in letter.acts(block))
        within = [act for act in live if starts[i] <= act.start < end]
        first = [head, *(act for act in within if act is not head)]
        take(letter, block, (starts[i], end), first, context, confidence=_CONFIDENCE[head.kind], whole=True)
    return True


def weak_item(letter: Letter, block: Block, context: Context) -> None:
    """An item of a list that only may be one of orders: it must order in words or name who does it."""
    acts = letter.acts(block)
    first = acts[0] if acts else None
    says_who = first is not None and first.kind in (Kind.ORDER, Kind.SUBJECT) and not letter.by_issuer(first)
    if first is not None and says_who and idle(block.flow.text, letter.keys[block.index], first) is None:
        live = [
            a for a in acts if a.kind is not Kind.NONE and idle(block.flow.text, letter.keys[block.index], a) is None
        ]
        if not _sentence_by_sentence(letter, block, context, live):
            take(letter, block, (0, acts[-1].end), live, context, confidence=0.8, whole=True)
    elif not running(letter, block, context):
        letter.leave(block, f"no-order-in:{context.rule}")


def before_the_list(letter: Letter, block: Block, context: Context) -> bool:
    """Take what an item orders before the sentence that opens its list; whether it did."""
    acts = letter.acts(block)[:-1]
    live = [act for act in acts if _why_not(letter, block, act) is None]
    if not live or live[0] is not acts[0]:
        return False
    return take(letter, block, (0, acts[-1].end), live, context, confidence=0.75, whole=True) is not None


def _why_not(letter: Letter, block: Block, act: Act) -> str | None:
    """Why a sentence of an item in a list of orders is no work; None where it is."""
    if act.kind is Kind.NONE:
        return "no-verb"
    if letter.by_issuer(act):
        return "issuer-itself"
    return idle(block.flow.text, letter.keys[block.index], act, listed=True)


def _inline_list(letter: Letter, block: Block, context: Context) -> bool:
    """`Phòng A: (a) Rà soát …; (b) Gửi …`: a list in one paragraph, under the unit that opens it."""
    text, folded = block.flow.text, letter.keys[block.index]
    marks = list(_INLINE.finditer(text))
    if len(marks) < 2:
        return False
    if marks[0].start() > 0:
        named = named_in(text[: marks[0].start()].rstrip(" (") + "")
        if named is None:
            return False
        leads, supports, rule = named
        context = replace(
            context,
            rule=rule,
            leads=tuple((block.index, unit) for unit in leads),
            supports=tuple((block.index, unit) for unit in supports),
        )
    took = False
    for i, found in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        act = read(text, folded, found.end(), end, letter.selves)
        if _why_not(letter, block, act) is not None:
            continue
        taken = take(letter, block, (found.end(), end), [act], context, confidence=0.75, whole=True)
        if taken is not None:
            taken.mark = found["mark"] if found["mark"].isalnum() else None
            took = True
    return took


def _by_tagger(letter: Letter, block: Block, acts: list[Act], reasons: list[str | None]) -> Act | None:
    """An item with a verb that the lexicon does not know, at its start or behind a unit: the tagger's word for it."""
    if not acts or reasons[0] != "no-verb" or block.kind is not BlockKind.ITEM:
        return None
    act, text = acts[0], block.flow.text
    units, after = units_at(text, act.start, act.end)
    if units and text[after : after + 1] == ":":
        body = after + 1 + (text[after + 1 : after + 2] == " ")
        found = replace(act, kind=Kind.SUBJECT, rule="unit-colon-by-tagger", units=tuple(units), verb=body, body=body)
        known = _head_verb(text, body, act.end)
    elif units:
        verb = _verb_behind(text, act.start, act.end)
        name = text[act.start : verb].rstrip(" ,") if verb is not None else ""
        named = UnitName(name, act.start, act.start + len(name))
        found = replace(act, kind=Kind.SUBJECT, rule="subject-by-tagger", units=(named,), verb=verb)
        known = verb is not None
    else:
        found = replace(act, kind=Kind.BARE, rule="verb-by-tagger", verb=act.start)
        known = _LABELLED.match(text) is None and _head_verb(text, act.start, act.end)
    return found if known and idle(text, letter.keys[block.index], found, listed=True) is None else None


def _head_verb(text: str, start: int, end: int) -> bool:
    from vietnamese.words import head_verb

    return head_verb(text[start : min(end, start + _TAGGED)]) is not None


def _verb_behind(text: str, start: int, end: int) -> int | None:
    """Where the first verb in small letters behind a unit's name begins, as the tagger sees it."""
    from vietnamese.words import words

    for word in words(text[start : min(end, start + _TAGGED)], tags=True)[1:]:
        if word.tag in ("V", "Vb") and word.text[0].islower():
            return start + word.start
    return None
