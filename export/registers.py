"""The registers of Nghị định 30/2020/NĐ-CP: the book that tracks incoming documents (Phụ lục IV) and the data of an
incoming document in an office's system (Phụ lục VI)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from export.columns import Value, named
from export.names import PRIORITIES, kind_name
from export.xlsx import Heading, write_sheet
from schemas.obligation import Obligation, official_state
from schemas.record import Letter

TRACKING = (
    Heading("Số đến", 10),
    Heading("Tên loại, số và ký hiệu, ngày tháng và tác giả văn bản", 34),
    Heading("Đơn vị hoặc người nhận", 24),
    Heading("Thời hạn giải quyết", 12),
    Heading("Tiến độ giải quyết", 15),
    Heading("Số, ký hiệu văn bản trả lời", 15),
    Heading("Ghi chú", 44),
)


def write_tracking(path: Path, found: Iterable[Obligation], *, on: dt.date) -> int:
    """Write the tracking book (sổ theo dõi giải quyết văn bản đến), 7 columns; gives the number of rows."""
    titles = ("SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN", f"Tính đến ngày {on:%d/%m/%Y}")
    return write_sheet(path, "Theo dõi", titles, TRACKING, (tracking_row(each, on=on) for each in found))


def tracking_row(each: Obligation, *, on: dt.date) -> Sequence[Value]:
    """A line of the tracking book."""
    kind = kind_name(each.kind)
    day = None if each.issued is None else f"ngày {_day(each.issued)}"
    document = " ".join(part for part in (kind, each.code and f"số {each.code}", day) if part)
    if each.issuer is not None:
        document += f" của {each.issuer}"
    state = official_state(each.state, due=each.due, done_on=each.done_on, on=on)
    units = "\n".join(part for part in (named(each, "lead"), named(each, "support")) if part)
    return (each.arrival_number, document, units, each.due, state, each.answer, each.text)


# The fields of Phụ lục VI, each with its Vietnamese name and its width in characters.
_REGISTER = (
    ("FileCode", "Mã hồ sơ", 14), ("DocOrdinal", "Số thứ tự văn bản trong hồ sơ", 10),
    ("TypeName", "Tên loại văn bản", 12), ("CodeNumber", "Số của văn bản", 9),
    ("CodeNotation", "Ký hiệu của văn bản", 16), ("IssuedDate", "Ngày, tháng, năm văn bản", 12),
    ("OrganName", "Tên cơ quan, tổ chức ban hành văn bản", 20), ("Subject", "Trích yếu nội dung", 32),
    ("Language", "Ngôn ngữ", 11), ("PageAmount", "Số trang của văn bản", 9), ("Description", "Ghi chú", 40),
    ("ArrivalDate", "Ngày, tháng, năm đến", 12), ("ArrivalNumber", "Số đến", 9),
    ("SignerInfo.Position", "Chức vụ của người ký văn bản", 16),
    ("SignerInfo.FullName", "Họ và tên của người ký văn bản", 18), ("Priority", "Mức độ khẩn", 10),
    ("ToPlaces", "Nơi nhận", 28), ("TraceHeaderList", "Ý kiến phân phối, chỉ đạo, trạng thái xử lý", 16),
    ("DueDate", "Hạn giải quyết", 12),
)  # fmt: skip
REGISTER = tuple(name for name, _, _ in _REGISTER)
_DAYS = ("IssuedDate", "ArrivalDate", "DueDate")


def register_rows(letters: Iterable[tuple[str, Letter]]) -> Iterable[dict[str, str | int]]:
    """The 18 fields of Phụ lục VI for letters (with their keys); SignerInfo is two columns.

    The appendix has one DueDate a document, so a letter with several deadlines has a row for each day.
    """
    for ordinal, (key, letter) in enumerate(letters, start=1):
        days = sorted({limit.due for d in letter.directives for limit in d.deadlines if limit.due is not None})
        for due in days if days else (None,):
            yield _register_row(key, ordinal, letter, due)


def _register_row(key: str, ordinal: int, letter: Letter, due: str | None) -> dict[str, str | int]:
    work = [d.text for d in letter.directives if due is not None and any(limit.due == due for limit in d.deadlines)]
    arrival, signer = letter.arrival, letter.signer
    first, last = letter.source.pages
    values: tuple[str | int | None, ...] = (
        key, ordinal, kind_name(letter.kind.value), letter.number.value, letter.number.symbol,
        _day(letter.issued.date), letter.issuer.name, letter.subject, "Tiếng Việt", last - first + 1, "\n".join(work),
        None if arrival is None else _day(arrival.date), None if arrival is None else arrival.number,
        None if signer is None else signer.position, None if signer is None else signer.name,
        PRIORITIES[letter.urgency.value if letter.urgency is not None else None][1],
        "; ".join(a.name for a in letter.addressees), None, _day(due),
    )  # fmt: skip
    return {name: "" if value is None else value for name, value in zip(REGISTER, values, strict=True)}


def write_register(path: Path, letters: Iterable[tuple[str, Letter]]) -> int:
    """Write the register as a workbook; gives the number of rows."""
    rows = ([_cell(name, row[name]) for name in REGISTER] for row in register_rows(letters))
    headings = [Heading(f"{named}\n({name})", max(width, len(name) + 3)) for name, named, width in _REGISTER]
    titles = ("DỮ LIỆU VĂN BẢN ĐẾN", "Nghị định 30/2020/NĐ-CP, Phụ lục VI")
    return write_sheet(path, "Phụ lục VI", titles, headings, rows)


def _cell(name: str, value: str | int) -> Value | int:
    """A value for a workbook: whole days as days."""
    if name in _DAYS and isinstance(value, str) and len(value) == 10:
        day, month, year = value.split("/")
        return dt.date(int(year), int(month), int(day))
    return value


def _day(edtf: str | None) -> str | None:
    """A day as the appendix writes it, dd/mm/yyyy; what is not a whole day stays as it is."""
    return "/".join(reversed(edtf.split("-"))) if edtf is not None and len(edtf) == 10 else edtf
