"""The issuer as the letter speaks of it: what it says that it will do itself is no directive."""

from __future__ import annotations

from vietnamese.fold import same

# A name that ends so may be cut short before the name of a place: `UBND tỉnh` of `Ủy ban nhân dân tỉnh X`.
_LEVELS = ("tỉnh", "huyện", "thành phố", "thị xã", "quận", "xã", "phường", "sở", "bộ", "cục", "việt nam")
_ABBREVIATIONS = (
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("bhxh", "bảo hiểm xã hội"),
    ("tp.", "thành phố"),
)


def is_self(name: str, selves: frozenset[str]) -> bool:
    """Whether `name` is one of the issuer's."""
    full = spelled_out(name)
    return full in selves or (full.endswith(_LEVELS) and any(own.startswith(full + " ") for own in selves))


def spelled_out(name: str) -> str:
    """The form in which names of issuers are compared: lower case, the commonest abbreviations written out."""
    out = same(name)
    for short, full in _ABBREVIATIONS:
        out = out.replace(short, full)
    return out
