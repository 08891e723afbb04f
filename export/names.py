"""Names of values as registers and exchange formats write them."""

from __future__ import annotations

from functools import cache

from schemas.rule import DATA, load_toml

# độ khẩn: edXML's code (QCVN 102:2016/BTTTT) and its name
PRIORITIES: dict[str | None, tuple[int, str]] = {
    None: (0, "Thường"),
    "khan": (1, "Khẩn"),
    "thuong_khan": (2, "Thượng khẩn"),
    "hoa_toc": (3, "Hỏa tốc"),
    "hoa_toc_hen_gio": (4, "Hỏa tốc hẹn giờ"),
}


@cache
def _names() -> dict[str, str]:
    rows = load_toml(DATA / "lexicon" / "kinds.toml").get("kind", [])
    return {str(row["slug"]): str(row["name"]) for row in rows}


def kind_name(slug: str) -> str:
    """The Vietnamese name of a kind of document: `Công văn`."""
    return _names().get(slug, slug)
