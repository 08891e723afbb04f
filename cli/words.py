"""How values are written for Vietnamese readers: kinds, days, roles."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas.record import Kind, Role


@cache
def _kind_names() -> dict[str, str]:
    from schemas.rule import DATA, load_toml

    rows = load_toml(DATA / "lexicon" / "kinds.toml").get("kind", [])
    return {str(row["slug"]): str(row["name"]) for row in rows}


def kind_name(kind: Kind | str) -> str:
    """The Vietnamese name of a kind of document: `Công văn`."""
    name = "không phải văn bản" if str(kind) == "other" else _kind_names().get(str(kind), str(kind).replace("_", " "))
    return name[:1].upper() + name[1:]


def named(kind: Kind | str, number: str | None, symbol: str | None, issued: str | None) -> str:
    """A letter by its kind and number; one whose number is blank also by its day, which then tells it from others.

    >>> named("cong_van", "152", "BTC-NSNN", "2024-02-05"), named("cong_van", None, "SYT-NV", "2023-11")
    ('Công văn 152/BTC-NSNN', 'Công văn …/SYT-NV tháng 11/2023')
    """
    from schemas.obligation import code

    return titled(kind, code(number, symbol), issued)


def titled(kind: Kind | str, code: str | None, issued: str | None) -> str:
    """As `named`, where number and symbol are one: `152/BTC-NSNN`, `…/SYT-NV`."""
    said = " ".join(part for part in (kind_name(kind), code) if part)
    if issued is None or (code is not None and not code.startswith("…")):
        return said
    return f"{said} {_ISSUED.get(len(issued), '')}{edtf(issued)}"


_ISSUED = {10: "ngày ", 7: "tháng ", 4: "năm "}  # by the length of an EDTF date


def edtf(value: str | None) -> str:
    """An EDTF date as Vietnamese pages write it: 05/02/2024, 02/2024, quý I/2024; empty for None.

    >>> edtf("2024-02-05"), edtf("2022-33"), edtf("2022-40"), edtf("2022/2030")
    ('05/02/2024', 'quý I/2022', '6 tháng đầu năm 2022', '2022 - 2030')
    """
    if value is None:
        return ""
    if "/" in value:
        return " - ".join(edtf(end) for end in value.split("/"))
    parts = value.split("-")
    if len(parts) == 2 and parts[1] in _SEASONS:
        return f"{_SEASONS[parts[1]]}{parts[0]}"
    return "/".join(reversed(parts))


_SEASONS = {
    "33": "quý I/", "34": "quý II/", "35": "quý III/", "36": "quý IV/",
    "40": "6 tháng đầu năm ", "41": "6 tháng cuối năm ",
}  # fmt: skip


def day(value: dt.date | None) -> str:
    """A day as 05/02/2024; empty for None."""
    return "" if value is None else value.strftime("%d/%m/%Y")


def role_mark(role: Role | str) -> str:
    """What stands before a unit's name in a list: those in support are marked, leads are not."""
    return "phối hợp: " if str(role) == "support" else ""


# What a citation says of the document cited; the marks of haste and secrecy as letters bear them.
RELATIONS = {
    "basis": "căn cứ", "implements": "thực hiện", "replaces": "thay thế", "amends": "sửa đổi", "mentions": "nhắc đến",
    "attached": "kèm theo",
}  # fmt: skip
MARKS = {
    "khan": "KHẨN", "thuong_khan": "THƯỢNG KHẨN", "hoa_toc": "HỎA TỐC", "hoa_toc_hen_gio": "HỎA TỐC HẸN GIỜ",
    "mat": "MẬT", "toi_mat": "TỐI MẬT", "tuyet_mat": "TUYỆT MẬT",
}  # fmt: skip
