"""The letter while its directives are sought: what is known of it, what was taken and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.directives.acts import Act, Kind, read
from extractors.directives.assignees import Crew
from extractors.directives.issuer import is_self, spelled_out
from extractors.directives.modes import Context, Mode
from extractors.directives.sentences import sentences
from extractors.directives.speech import mark
from schemas.zone import Block, BlockKind, Cell, Flow, Zoned
from vietnamese.fold import key
from vietnamese.kinds import abbreviations
from vietnamese.leaders import leading
from vietnamese.units import starts_unit

_SYMBOL = re.compile(r"/\s?([A-ZĐ&]+(?:-[A-ZĐ&]+)*)")
_ABBREVIATION = 3  # letters


@dataclass(slots=True)
class Taken:
    """One obligation: the characters of a block's flow, what it does, who is named."""

    block: Block
    flow: Flow
    start: int
    end: int
    act: Act
    rule: str
    confidence: float
    crew: Crew
    context: Context
    whole: bool = False  # the item, not a sentence of it
    mark: str | None = None  # of an item in a list that runs on inside a paragraph


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a block was taken or left."""

    block: Block
    rule: str
    taken: bool
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Letter:
    """What the walk knows. `kids` are the blocks under a block (None: at the top), `keys` the keys of their texts."""

    zoned: Zoned
    kids: dict[int | None, list[Block]]
    keys: dict[int, str]
    selves: frozenset[str]  # names under which the issuer speaks of itself
    silent: bool  # a kind of paper that orders nothing
    plan: bool  # a plan: what it gives to nobody is no order
    invites: bool  # to a meeting
    reply: bool  # it answers another letter
    base: Context
    loose: Context | None = None  # of a frame whose items have no marks
    ordered: bool = False  # an order has been given earlier
    said: set[int] = field(default_factory=set)  # blocks that only say who does the item above them
    given: dict[int, Context] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def leave(self, block: Block, rule: str, *notes: str) -> None:
        self.decisions.append(Decision(block, rule, taken=False, notes=notes))

    def children(self, block: Block) -> list[Block]:
        return self.kids[block.index]

    def acts(self, block: Block) -> list[Act]:
        """The sentences of a block, read."""
        text, folded = block.flow.text, self.keys[block.index]
        return [read(text, folded, start, end, self.selves) for start, end in sentences(text)]

    def by_issuer(self, act: Act) -> bool:
        """Whether the sentence says what the issuer itself does."""
        return act.kind is Kind.SUBJECT and all(is_self(unit.name, self.selves) for unit in act.units)


def letter_of(zoned: Zoned) -> Letter:
    """What can be known of a letter before its body is walked."""
    kids: dict[int | None, list[Block]] = defaultdict(list)
    keys = {}
    for block in zoned.blocks:
        kids[block.parent].append(block)
        keys[block.index] = key(block.flow.text)
    kind = key(zoned.flow(Cell.KIND).text)
    opening = " ".join(keys[block.index][:600] for block in zoned.blocks[:3])
    decides = kind.startswith(("quyet dinh", "nghi quyet"))
    return Letter(
        zoned=zoned,
        kids=kids,
        keys=keys,
        selves=_selves(zoned, keys),
        silent=mark("kind-orders-nothing").match(kind) is not None,
        plan=kind.startswith(("ke hoach", "chuong trinh", "phuong an", "de an")),
        invites=kind.startswith(("giay moi", "thu moi", "giay trieu tap"))
        or mark("invites").search(opening) is not None,
        reply=mark("reply").search(opening) is not None,
        base=Context(Mode.WEAK, "decision") if decides else Context(Mode.PLAIN, "running-text"),
    )


def _selves(zoned: Zoned, keys: dict[int, str]) -> frozenset[str]:
    """The names of the issuer: as printed at the head, and as it gives its orders."""
    out: set[str] = set()
    lines = [zoned.text(line).strip(" -_*") for line in zoned.of(Cell.ISSUER)]
    for i in range(len(lines)):
        for j in range(i + 1, len(lines) + 1):
            out.add(spelled_out(" ".join(lines[i:j])))
    out.update(_abbreviated(zoned.flow(Cell.NUMBER).text))
    for block in zoned.blocks:
        if block.parent is None and block.kind is BlockKind.PARAGRAPH:
            text = block.flow.text
            for start, end in sentences(text):
                act = read(text, keys[block.index], start, end)
                if act.kind is Kind.ORDER and act.by is not None:
                    out.update(_names_of(act.by.name))
    return frozenset(out - {""})


def _abbreviated(number: str) -> Iterator[str]:
    """The issuer's abbreviation in the symbol: behind that of the kind (`12/KH-SCV`), else first (`12/SCV-CX`)."""
    symbol = _SYMBOL.search(number)
    if symbol is None:
        return
    parts = symbol[1].split("-")
    issuer = parts[1] if len(parts) > 1 and parts[0] in abbreviations() else parts[0]
    if len(issuer) >= _ABBREVIATION and issuer not in abbreviations():
        yield spelled_out(issuer)


def _names_of(name: str) -> Iterator[str]:
    yield spelled_out(name)
    led = leading().match(key(name))
    # "Giám đốc Sở A": the office too
    if led is not None and starts_unit(name) and starts_unit(name, led.end()):
        yield spelled_out(name[led.end() :])
