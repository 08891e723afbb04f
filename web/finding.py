"""A search as a page shows it: hits, and facets that narrow them, with how many hits each would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape
from sqlalchemy import Connection

from store.facets import Facts, states
from store.search import Hit, search

POOL = 150  # as many as anyone reads; facets count these
FACETS = ("what", "kind", "issuer", "year", "urgency", "state")
_MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what is known of its letter; `state` of a directive."""

    hit: Hit
    facts: Facts
    state: str | None

    def of(self, facet: str) -> str | None:
        """The hit's value in a facet."""
        if facet == "what":
            return self.hit.what
        if facet == "state":
            return self.state
        return {"kind": self.facts.kind, "issuer": self.facts.issuer, "year": self.facts.year,
                "urgency": self.facts.urgency}[facet]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and how many hits have it."""

    value: str
    number: int
    chosen: bool


def find(
    connection: Connection, typed: str, chosen: dict[str, str], *, sees: Callable[[Facts], bool]
) -> tuple[list[Found], dict[str, list[Choice]], bool]:
    """The hits that the chosen facets leave; the facets; whether there are more hits than were looked at.

    `sees` says of a letter whether the reader may see it.
    """
    hits = search(connection, typed, limit=POOL + 1)
    state = states(connection, [(hit.letter, hit.directive) for hit in hits if hit.directive is not None])
    every = [
        Found(hit, about, state.get((hit.letter, hit.directive or "")))
        for hit in hits[:POOL]
        if sees(about := Facts(hit.kind, hit.urgency, hit.secrecy, hit.issued and hit.issued[:4], hit.issuer))
    ]

    def left(without: str | None = None) -> list[Found]:
        wanted = [(name, value) for name, value in chosen.items() if name != without]
        return [each for each in every if all(each.of(name) == value for name, value in wanted)]

    facets: dict[str, list[Choice]] = {}
    for name in FACETS:
        counted = Counter(value for each in left(name) if (value := each.of(name)) is not None)
        listed = counted.most_common(_MOST)
        if name in chosen and all(value != chosen[name] for value, _ in listed):
            listed.append((chosen[name], counted[chosen[name]]))
        facets[name] = [Choice(value, number, chosen.get(name) == value) for value, number in listed]
    return left(), facets, len(hits) > POOL


def marked(snippet: str) -> Markup:
    """A snippet with its hits («…») as marks.

    >>> str(marked("a «b» <c>"))
    'a <mark>b</mark> &lt;c&gt;'
    """
    return Markup(str(escape(snippet)).replace("«", "<mark>").replace("»", "</mark>"))
