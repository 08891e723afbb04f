"""How the items under a block are read, and what they inherit from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from schemas.zone import Block
from vietnamese.units import UnitName

Named = tuple[tuple[int, UnitName], ...]  # names, each with the index of the block that it stands in


class Mode(StrEnum):
    """How items are read."""

    ORDER = "order"  # an item is work if it does anything
    WEAK = "weak"  # an item is work if it names who does it, or is an order in words
    PLAIN = "plain"  # running text, sentence by sentence
    ANSWER = "answer"  # law and opinion: only orders in so many words
    DEAD = "dead"  # topics, facts, criteria: only orders in so many words


MODES = frozenset(Mode)


@dataclass(frozen=True, slots=True)
class Context:
    """What a block inherits: how to read it, whose work it is, and the blocks above whose deadlines hold for it."""

    mode: Mode
    rule: str
    leads: Named = ()
    supports: Named = ()
    above: tuple[int, ...] = ()

    def under(
        self,
        block: Block,
        mode: Mode | None = None,
        rule: str | None = None,
        leads: Named | None = None,
        supports: Named | None = None,
    ) -> Context:
        """The context of what stands under `block`, with what the block itself changes."""
        return replace(
            self,
            above=(*self.above, block.index),
            mode=self.mode if mode is None else mode,
            rule=self.rule if rule is None else rule,
            leads=self.leads if leads is None else leads,
            supports=self.supports if supports is None else supports,
        )
