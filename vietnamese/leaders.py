"""Who speaks for a body is the body: `Giám đốc Sở A`, `Lãnh đạo Ủy ban`. The words: `data/lexicon/units_meant.toml`."""

from __future__ import annotations

import re
from functools import cache

from vietnamese.lexicon import by_length


def without_leader(name: str, *, deputies: bool = False) -> str:
    """The key of a body's name without the words for who leads it, or, with `deputies`, for a deputy either.

    >>> without_leader("dong chi giam doc so y te"), without_leader("truong phong noi vu")
    ('so y te', 'phong noi vu')
    >>> without_leader("truong mam non")
    'truong mam non'
    >>> without_leader("pho giam doc so y te"), without_leader("pho giam doc so y te", deputies=True)
    ('pho giam doc so y te', 'so y te')
    """
    return leading(deputies=deputies).sub("", name, count=1)


@cache
def leading(*, deputies: bool = False) -> re.Pattern[str]:
    """At the start of a key: the words for who leads the body that is named next."""
    groups = ("leaders", "deputies") if deputies else ("leaders",)
    leaders = "|".join(_any(group) for group in groups)
    of_parts = "|".join(_any(f"part_{group}") for group in groups)
    one = rf"(?:{leaders})\s+(?=\w)|(?:{of_parts})\s+(?=(?:{_any('parts')})(?!\w))"
    return re.compile(rf"^(?:(?:{_any('polite')})\s+)?(?:{one})+")


def _any(field: str) -> str:
    return "|".join(re.escape(word) for word in by_length("units_meant", field))
