"""What a paragraph or heading makes of the items under it: work, law explained, topics — and whose work it is."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.directives.acts import Act, Kind, read
from extractors.directives.assignees import named_together
from extractors.directives.headings import heading_rule, looks_like_heading, named_in
from extractors.directives.modes import Context, Mode, Named
from extractors.directives.sentences import sentences
from extractors.directives.speech import mark
from extractors.directives.subjects import is_public
from schemas.rule import table
from schemas.zone import Block, BlockKind
from vietnamese.fold import key
from vietnamese.units import UnitName

_HALF = 0.5  # of the items read like work: the list is one of work
_WORDS = 14  # of a heading that begins with a verb, at most
_TITLE = 120  # characters of a heading that ends with a stop


@dataclass(frozen=True, slots=True)
class Opening:
    """How a block that stands over others is to be taken: what it makes of them, and whether it is work itself."""

    context: Context
    work: bool = False  # the block is an obligation of its own
    act: Act | None = None
    leaf: bool = False  # the block is to be judged as if nothing stood under it
    at: tuple[int, int] | None = None  # the sentence that opens, in the block's flow


@dataclass(frozen=True, slots=True)
class _Frame:
    """A block that ends with a colon: its last sentence, read, and what stands under it."""

    block: Block
    context: Context
    act: Act
    last: str  # the key of the last sentence
    at: tuple[int, int]
    doing: float

    def under(self, mode: Mode, rule: str) -> Opening:
        """The block only opens its list."""
        return Opening(self.context.under(self.block, mode, rule))

    def itself(self, mode: Mode, rule: str) -> Opening:
        """The block is work, and its list says more of it."""
        return Opening(self.context.under(self.block, mode, rule), work=True, act=self.act, at=self.at)

    def gives(self, rule: str) -> Opening:
        """The block gives the work below to those whom it names."""
        act, block = self.act, self.block
        leads: Named = ()
        if act.kind in (Kind.ORDER, Kind.SUBJECT) and not act.past:
            leads = tuple((block.index, unit) for unit in act.units)
        if not leads:
            return self.under(Mode.ORDER, rule)
        directed, supports = named_together(block.flow, act)
        leads += tuple((block.index, unit) for unit in directed)
        named = tuple((block.index, unit) for unit in supports)
        return Opening(self.context.under(block, Mode.ORDER, rule, leads, named))

    def helped(self, rule: str) -> Opening:
        """The block names who supports the work below, and no other lead: `Chủ trì, phối hợp với các đơn vị …:`."""
        named = tuple((self.block.index, unit) for unit in named_together(self.block.flow, self.act)[1])
        return Opening(self.context.under(self.block, Mode.ORDER, rule, supports=named or None))

    @property
    def orders(self) -> bool:
        """Whether the sentence gives work to somebody."""
        told = self.act.kind is Kind.SUBJECT and not self.act.past and self.context.mode is Mode.ORDER
        return self.act.kind is Kind.ORDER or told


def opening(block: Block, context: Context, *, marked: bool, doing: float) -> Opening:
    """How `block` is to be taken, over blocks (`marked`: items) of which the share `doing` reads like work."""
    text = block.flow.text
    spans = list(sentences(text))
    at = spans[-1] if spans else (0, len(text))
    folded = key(text)
    act = read(text, folded, *at)
    heading = looks_like_heading(block)
    if block.kind is BlockKind.ITEM or heading:
        asks = act.kind is Kind.ORDER and act.units != ()
        led = context.rule != "guidance" or doing < _HALF  # under guidance a unit's heading must stand over work
        found = _heading(block, context, heading=heading, asks=asks, several=len(spans) > 1, idle=led)
        if found is not None:
            return found
    last = folded[slice(*at)].rstrip()
    if last.endswith(":"):
        return _colon(_Frame(block, context, act, last, at, doing))
    titled = len(spans) == 1 and len(text) < _TITLE and act.kind is Kind.NONE
    told = (act.kind is Kind.ORDER and act.units != ()) or act.kind is Kind.RESULT or act.limited
    bullet = block.label is not None and not block.label[0].isalnum()
    long = len(text.split()) > _WORDS and (bullet or not marked) and not text.isupper()
    does = long and context.mode is Mode.ORDER and act.kind is Kind.BARE
    if not told and not does and (heading or titled):
        return Opening(context.under(block))
    # A whole sentence over a list: an item with conditions under it, or with parts.
    working = act.kind is not Kind.NONE and doing >= _HALF
    mode = context.mode if working or not marked else Mode.DEAD
    return Opening(context.under(block, mode, "under-a-sentence"), leaf=True)


def _heading(block: Block, context: Context, *, heading: bool, asks: bool, several: bool, idle: bool) -> Opening | None:
    """What a heading makes of its items; None where `block` is none: where it tells facts and then `asks` somebody."""
    if context.rule in ("decision", "frame-decision"):
        duties = _duties(block, context)
        if duties is not None:
            return duties
    named = named_in(block.flow.text)
    told = named is not None and not idle and not all(is_public(unit.name) for unit in named[0])
    if named is not None and (context.mode is not Mode.DEAD or told):
        leads, supports, rule = named
        mode = Mode.ANSWER if context.mode is Mode.ANSWER else Mode.ORDER
        lead_names = tuple((block.index, unit) for unit in leads)
        support_names = tuple((block.index, unit) for unit in supports)
        return Opening(context.under(block, mode, rule, lead_names, support_names))
    headed = heading_rule(key(block.flow.text)) if heading else None
    if headed is None:
        return None
    mode = Mode(headed.sets["mode"])
    if asks and (several or mode is Mode.DEAD):
        return None
    if mode is Mode.ORDER and context.mode is Mode.ANSWER:
        mode = Mode.WEAK
    return Opening(context.under(block, mode, headed.id))


def _duties(block: Block, context: Context) -> Opening | None:
    """What a decision says that the body is for which it sets up: a team's task is work, a standing body's is none."""
    folded = key(block.flow.text)
    sent = mark("mission").match(folded)
    if sent is not None:
        start, end = sent.span("team")
        team = UnitName(block.flow.text[start:end].strip(), start, end)
        return Opening(context.under(block, Mode.ORDER, "mission", ((block.index, team),), ()))
    standing = mark("standing-duties").match(folded) is not None
    return Opening(context.under(block, Mode.DEAD, "standing-duties")) if standing else None


def _colon(frame: _Frame) -> Opening:
    """A block that ends with a colon: the first reading that fits."""
    if mark("decision").search(frame.last):
        return frame.under(Mode.WEAK, "frame-decision")
    if mark("order-before-colon").search(frame.last):
        return frame.gives("frame-order")
    if frame.orders:
        return _order(frame)
    if frame.context.mode is Mode.ORDER and frame.act.kind is Kind.BARE:
        return _item(frame)
    concluded = _conclusion(frame)
    if concluded is not None:
        return concluded
    if frame.context.mode is Mode.ORDER and frame.doing >= _HALF:
        return frame.under(Mode.ORDER, "topic-over-work")
    for rule in table("directives-frames").rules:
        if rule.pattern.search(frame.last):
            return frame.under(Mode(rule.sets["mode"]), rule.id)
    if mark("work-is-below").search(frame.last) and frame.act.kind is not Kind.NONE:
        return frame.under(Mode.WEAK, "frame-generic-unaddressed")
    return frame.under(frame.context.mode, "colon")


def _order(frame: _Frame) -> Opening:
    """An order over a list: is the work in the list, or is the list about the work?"""
    start = frame.at[0]
    tail = frame.last[max(0, (frame.act.verb or start) - start) :]
    if mark("work-is-below").search(tail):
        return frame.gives("frame-generic")
    if mark("topics-below").search(tail):
        return frame.itself(Mode.DEAD, "frame-topics")
    listed = mark("conditions-below").search(tail) is not None or mark("as-follows").search(tail) is None
    if listed and frame.doing < _HALF:
        return frame.itself(Mode.DEAD, "frame-conditions")
    if frame.block.kind is BlockKind.ITEM or frame.doing >= _HALF:
        return frame.gives("frame-work-below")
    return frame.itself(Mode.DEAD, "frame-list-of-things")


def _item(frame: _Frame) -> Opening:
    """An item of a list of orders over a list of its own."""
    if mark("heed").search(frame.last) and frame.doing >= _HALF:
        return frame.itself(Mode.ORDER, "item-to-heed")
    if frame.doing < _HALF or (mark("topics-below").search(frame.last) and frame.doing < _HALF + 0.1):
        return frame.itself(Mode.DEAD, "item-with-conditions")
    return frame.helped("item-work-below")


def _conclusion(frame: _Frame) -> Opening | None:
    """What a person of rank, or a meeting, concluded: orders where units are named. Of an office it is an answer."""
    answers = mark("reply").search(key(frame.block.flow.text)[:200]) is not None
    if answers or not mark("conclusion").search(frame.last):
        return None
    ranked = mark("leader").search(frame.last) is not None
    if not ranked and frame.context.mode not in (Mode.ORDER, Mode.WEAK):
        return None
    directs = mark("directs").search(frame.last) is not None
    return frame.under(Mode.ORDER if directs else Mode.WEAK, "frame-conclusion")
