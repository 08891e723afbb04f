"""Communes, wards and towns: some 10,000 until 30 June 2025, in districts, and 3,321 after, in provinces.

Read only when a name speaks of one, for they are many.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from schemas.rule import DATA
from store.units.bodies import Body
from store.words import folded

HEADS = ("xa ", "phuong ", "thi tran ", "dac khu ")


@dataclass(slots=True)
class Communes:
    """The table. `before`: by the id of a commune of today, those whose land it took over, in whole or in part."""

    named: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))  # by full name, folded: xa tan hoa
    bodies: dict[str, Body] = field(default_factory=dict)
    inside: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))  # by the id of what is above
    before: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@cache
def communes() -> Communes:
    """The table, loaded once."""
    made = Communes()
    with (DATA / "gazetteer" / "communes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            body = Body(row["id"], row["name"], "commune", row["parent"], row["since"], row["until"])
            made.bodies[body.id] = body
            made.named[folded(body.name)].append(body)
            made.inside[row["parent"]].append(body)
            for successor in row["successors"].split(";"):
                if successor:
                    made.before[successor].append(body.id)
    return made


def is_commune(words: str) -> bool:
    """Whether folded words begin as the name of a commune does.

    >>> is_commune("xa tan hoa"), is_commune("xa hoi")
    (True, True)
    """
    return words.startswith(HEADS)
