"""The parts of an item that only say who does it and by when, as plans write them: `Đơn vị chủ trì: Phòng A`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from schemas.rule import table
from schemas.zone import Block
from vietnamese.fold import key
from vietnamese.units import UnitName, split, starts_unit

_SAYS = ("heading-who", "heading-who-list", "heading-when")


@dataclass(frozen=True, slots=True)
class Says:
    """What a block says of the item above it: `what` is who, who-list (the units stand under it) or when; `at` is where
    the value begins."""

    what: str
    role: str  # lead | support
    at: int


@dataclass(slots=True)
class Hands:
    """Who does the work of an item, gathered from the blocks under it, with the block that names each."""

    leads: list[tuple[int, UnitName]] = field(default_factory=list)
    supports: list[tuple[int, UnitName]] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)  # those that say nothing else

    def add(self, block: Block, role: str, at: int) -> None:
        text = block.flow.text
        while at < len(text) and text[at] in " :-":
            at += 1
        if not starts_unit(text, at):
            return
        names = [(block.index, unit) for unit in split(text.rstrip(" .;"), at)]
        (self.supports if role == "support" else self.leads).extend(names)


def says(folded: str) -> Says | None:
    """What a block, by its key, says of the item above it; None for a block that is something of its own."""
    for rule in table("directives-headings").rules:
        if rule.id not in _SAYS:
            continue
        match = rule.pattern.match(folded)
        if match is not None:
            role = "support" if match.groupdict().get("role") == "phoi hop" else "lead"
            return Says(rule.sets["mode"], role, match.end())
    return None


def hands_below(block: Block, children: Callable[[Block], list[Block]]) -> Hands:
    """Who does the work under `block`, as blocks directly under it say, in one line or in a list of their own."""
    hands = Hands()
    for kid in children(block):
        found = says(key(kid.flow.text))
        if found is None or found.what == "when":
            continue
        hands.blocks.add(kid.index)
        if found.what == "who":
            hands.add(kid, found.role, found.at)
        else:
            _listed(kid, found.role, children, hands)
    return hands


def _listed(block: Block, role: str, children: Callable[[Block], list[Block]], hands: Hands) -> None:
    for kid in children(block):
        hands.blocks.add(kid.index)
        found = says(key(kid.flow.text))
        if found is not None and found.what == "who":
            hands.add(kid, found.role, found.at)
        elif found is not None:
            _listed(kid, found.role, children, hands)
        else:
            hands.add(kid, role, 0)
            _listed(kid, role, children, hands)
