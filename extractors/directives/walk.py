"""The walk down the outline: for every block how it is read, and whether it is an obligation."""

from __future__ import annotations

from dataclasses import replace

from extractors.directives.acts import Kind, read
from extractors.directives.frames import Opening, opening
from extractors.directives.headings import looks_like_heading, named_in
from extractors.directives.idle import idle
from extractors.directives.issuer import is_self
from extractors.directives.items import before_the_list, ordered_item, weak_item
from extractors.directives.modes import Context, Mode
from extractors.directives.plan import says
from extractors.directives.running import running
from extractors.directives.sentences import sentences
from extractors.directives.speech import DATED, closings
from extractors.directives.state import Letter, letter_of
from extractors.directives.table import row
from extractors.directives.taking import hands_of, take
from schemas.zone import Block, BlockKind, Zoned

_LOOK = 12  # items that are enough to tell whether a list is one of work


def walk(zoned: Zoned) -> Letter:
    """Everything that is taken from the body, and why each block was taken or left."""
    letter = letter_of(zoned)
    for block in zoned.blocks:
        if letter.silent:
            letter.leave(block, "kind-orders-nothing")
        else:
            _visit(letter, block)
    return letter


def _visit(letter: Letter, block: Block) -> None:
    context = _context(letter, block)
    if block.parent is None and context is letter.base:
        letter.loose = None
    letter.given[block.index] = context
    text = block.flow.text.rstrip()
    if not text:
        return
    if block.kind is BlockKind.QUOTE:
        letter.given[block.index] = replace(context, mode=Mode.DEAD, rule="quoted")
        letter.leave(block, "quoted-law")
    elif block.kind is BlockKind.ROW:
        row(letter, block, context)
    elif block.index in letter.said or (block.parent is not None and says(letter.keys[block.index]) is not None):
        letter.leave(block, "says-who-or-when-of-its-item")
    else:
        below = [kid for kid in letter.children(block) if says(letter.keys[kid.index]) is None]
        heads = looks_like_heading(block) and block.kind is BlockKind.ITEM and named_in(text) is not None
        if below or text.endswith(":") or heads:
            _over(letter, block, context, below)
        else:
            _leaf(letter, block, context)


def _context(letter: Letter, block: Block) -> Context:
    if block.parent is not None:
        return letter.given.get(block.parent, letter.base)
    if letter.loose is not None and (block.kind is BlockKind.ITEM or not _closes(letter, block)):
        return letter.loose
    return letter.base


def _closes(letter: Letter, block: Block) -> bool:
    """Whether a paragraph begins as the last ones of a letter do."""
    return letter.keys[block.index].startswith(closings())


def _leaf(letter: Letter, block: Block, context: Context) -> None:
    """A block with nothing under it."""
    listed = block.parent is not None or context is letter.loose or block.kind is BlockKind.ITEM
    planned = letter.plan and block.kind is BlockKind.ITEM and context.mode is Mode.PLAIN  # taken if it names who
    dated = context.rule == "standing-duties" and DATED.search(letter.keys[block.index]) is not None
    if (listed and context.mode is Mode.ORDER) or planned or dated:
        ordered_item(letter, block, context)
    elif listed and context.mode is Mode.WEAK:
        weak_item(letter, block, context)
    elif not running(letter, block, context):
        letter.leave(block, f"no-order-in:{context.rule}")


def _over(letter: Letter, block: Block, context: Context, below: list[Block]) -> None:
    """A block over others: a heading, a frame, or an item with conditions under it."""
    followers = below or _followers(letter, block)
    marked = any(kid.label is not None for kid in followers)
    opened = opening(block, context, marked=marked, doing=_doing(letter, followers))
    if opened.context.rule == "guidance" and letter.reply:
        opened = replace(opened, context=replace(opened.context, mode=Mode.ANSWER))
    if opened.context.rule == "announcement" and letter.plan:  # a plan makes its work known
        opened = replace(opened, context=replace(opened.context, mode=Mode.WEAK))
    if _names_issuer(letter, opened.context, context):
        # what the issuer does itself is no directive; what it gives there to a unit of its own is
        own = replace(opened.context, mode=Mode.WEAK, rule="issuer-itself", leads=(), supports=())
        opened = replace(opened, context=own, work=False)
    if not opened.leaf:
        opened = replace(opened, context=_with_hands(letter, block, opened.context, below))
    if opened.context.mode is Mode.ANSWER and block.parent is None and letter.reply:
        letter.base = replace(opened.context, above=())
    letter.given[block.index] = opened.context
    if block.parent is None and not below and block.flow.text.rstrip().endswith(":"):
        letter.loose = opened.context
    if opened.leaf:
        _leaf(letter, block, context)
    elif not _take_opening(letter, block, context, opened):
        letter.leave(block, f"heads:{opened.context.rule}", f"items are read as {opened.context.mode.value}")


def _take_opening(letter: Letter, block: Block, context: Context, opened: Opening) -> bool:
    """Take what a block over others orders itself; whether it did."""
    took = False
    top = block.parent is None
    if top or block.kind is BlockKind.PARAGRAPH:
        spans = list(sentences(block.flow.text))
        if len(spans) > 1:
            plain = replace(context, mode=Mode.PLAIN) if opened.at is not None else context
            took = running(letter, block, plain, stop=spans[-1][0])
    if not opened.work and block.kind is BlockKind.ITEM and context.mode is Mode.ORDER:
        took = before_the_list(letter, block, context) or took
    act = opened.act
    if not opened.work or act is None or opened.at is None or act.kind is Kind.NONE:
        return took
    if act.kind is not Kind.ORDER and (top or context.mode in (Mode.DEAD, Mode.ANSWER)):
        return took
    if idle(block.flow.text, letter.keys[block.index], act) is not None:
        return took
    span = (act.start if top else 0, opened.at[1])
    return take(letter, block, span, [act], context, confidence=0.75, whole=not top) is not None or took


def _followers(letter: Letter, block: Block) -> list[Block]:
    """The paragraphs without marks that come after an opening paragraph."""
    out = []
    for other in letter.zoned.blocks[block.index + 1 : block.index + 9]:
        if other.parent != block.parent or other.kind is not BlockKind.PARAGRAPH or _closes(letter, other):
            break
        out.append(other)
    return out


def _doing(letter: Letter, below: list[Block]) -> float:
    """The share of blocks that begin like work: with a verb, or with who does it."""
    marked = [block for block in below if block.label is not None or block.kind is BlockKind.ROW] or below
    count = 0
    for block in marked[:_LOOK]:
        text = block.flow.text
        end = next(sentences(text), (0, len(text)))[1]
        act = read(text, letter.keys[block.index], 0, end, letter.selves)
        acts = act.kind in (Kind.BARE, Kind.SUBJECT, Kind.ORDER) and not act.past
        count += block.kind is BlockKind.ROW or acts or named_in(text) is not None
    return count / len(marked[:_LOOK]) if marked else 0.0


def _names_issuer(letter: Letter, given: Context, inherited: Context) -> bool:
    """Whether all whom a heading names are the issuer."""
    fresh = [unit for _, unit in given.leads] if given.leads != inherited.leads else []
    return bool(fresh) and all(is_self(unit.name, letter.selves) for unit in fresh)


def _with_hands(letter: Letter, block: Block, context: Context, below: list[Block]) -> Context:
    """A plan's heading over the work, and beside it over who does it: the one is given to the other."""
    hands = hands_of(letter, block)
    if not hands.leads or not any(kid.index not in hands.blocks for kid in below):
        return context
    return replace(context, mode=Mode.ORDER, rule="plan", leads=tuple(hands.leads), supports=tuple(hands.supports))
