"""The issuer as the letter speaks of it: what it says that it will do itself is no directive."""

from __future__ import annotations

import re

from vietnamese.fold import key
from vietnamese.leaders import without_leader

# A name that ends so may be cut short before the name of a place: `UBND tỉnh` of `Ủy ban nhân dân tỉnh X`. Keys.
_LEVELS = (
    *("tinh", "huyen", "thanh pho", "thi xa", "quan", "xa", "phuong", "so", "bo", "cuc", "chi cuc", "viet nam"),
    *(
        "cong ty",
        "tong cong ty",
        "tap doan",
        "ngan hang",
        "truong",
        "hoc vien",
        "vien",
        "benh vien",
        "trung tam",
        "phong",
    ),
)
_ABBREVIATIONS = (
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("bhxh", "bao hiem xa hoi"),
    ("tp.", "thanh pho"),
)


def is_self(name: str, selves: frozenset[str]) -> bool:
    """Whether `name` is one of the issuer's."""
    full = without_leader(spelled_out(name))
    return full in selves or (full.endswith(_LEVELS) and any(own.startswith(full + " ") for own in selves))


def spelled_out(name: str) -> str:
    """The form in which names of issuers are compared: keys, the commonest abbreviations written out."""
    out = re.sub(r"\s+", " ", key(name)).strip()
    for short, full in _ABBREVIATIONS:
        out = out.replace(short, full)
    return out
