"""The cells around the body: letterhead, title, Kính gửi above it; Nơi nhận and signature below."""

from __future__ import annotations

from scripts.letters.layout import BODY, LEFT, RIGHT, Setter, Spot
from scripts.letters.model import Letter
from scripts.letters.wording import Run

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
LEFT_CENTRE, RIGHT_CENTRE = 165.0, 410.0  # the two columns of the letterhead
LEFT_EDGE = 255.0
STAMPS = {
    "khan": "KHẨN", "thuong_khan": "THƯỢNG KHẨN", "hoa_toc": "HỎA TỐC",
    "mat": "MẬT", "toi_mat": "TỐI MẬT", "tuyet_mat": "TUYỆT MẬT",
}  # fmt: skip


def number_line(letter: Letter, blank: bool = False) -> str | None:
    """`Số: 12/SYT-NVY`, the Party's `Số 12-KL/TU`; blank spaces where the number is left out."""
    if letter.symbol is None:
        return None
    number = letter.number
    value = " " * 10 if number is None or blank else number
    return f"Số {value}-{letter.symbol}" if letter.party else f"Số: {value}/{letter.symbol}"


def place_date(letter: Letter, blank: bool = False) -> str | None:
    """`Hà Nam, ngày 05 tháng 02 năm 2024`; days below 10 and months 1 and 2 carry a zero."""
    if letter.date is None:
        return None
    year, month, *day = letter.date.split("-")
    month = month if int(month) < 3 else str(int(month))
    shown = day[0] if day and not blank else " " * 6
    return f"{letter.place}, ngày {shown} tháng {month} năm {year}"


def stamps(letter: Letter) -> list[str]:
    """The words of the secrecy and urgency marks, secrecy first."""
    return [STAMPS[mark] for mark in (letter.secrecy, letter.urgency) if mark is not None]


def head(setter: Setter, letter: Letter, blank: frozenset[str]) -> None:
    """Set the letterhead in two columns, then the title or Kính gửi."""
    top = setter.y
    left = _issuer(setter, letter, top)
    right = _national(setter, letter, top)
    y = max(left, right) + 24
    left = _number(setter, letter, y, "number" in blank)
    if letter.kind == "cong_van" and letter.subject is not None:
        setter.y = left
        words = [Run(letter.subject_prefix + letter.subject)]
        setter.paragraph(words, left=LEFT, right=LEFT_EDGE, size=12, first=0, align="centre", part="subject", after=2)
        left = setter.y
    text = place_date(letter, "day" in blank)
    if text is not None:
        x0, _ = setter.put(text, RIGHT_CENTRE, y, 14, italic=True, part="place_date", align="centre")
        _day_spot(setter, letter, x0, y)
    setter.y = left + 4
    _marks(setter, letter)
    stamp = Spot(setter.page, 28, setter.y + 8, 148, setter.y + 78)
    setter.sheets.spots["arrival"] = stamp
    setter.y = max(setter.y, y) + 8
    _title(setter, letter)
    _addressees(setter, letter)
    if letter.arrival is not None:
        setter.y = max(setter.y, stamp.y1)


def _issuer(setter: Setter, letter: Letter, y: float) -> float:
    for body, bold in ((letter.parent, False), (letter.issuer, True)):
        for line in body.printed if body is not None else ():
            y += 15.5
            setter.put(line, LEFT_CENTRE, y, _fit(line, 13), bold=bold, part="issuer", align="centre")
    if letter.party:
        y += 12
        setter.put("*", LEFT_CENTRE, y, 13, part="issuer", align="centre")
    elif letter.issuer is not None:
        setter.rule(LEFT_CENTRE - 28, y + 4, LEFT_CENTRE + 28, y + 4)
    return y


def _fit(line: str, size: float) -> float:
    """A smaller size for a line too long for the left column, as clerks do."""
    from scripts.letters.layout import FACES, measure

    wide = measure(line, FACES[True, False], size)
    return size if wide <= 182 else round(size * 182 / wide, 1)


def _national(setter: Setter, letter: Letter, y: float) -> float:
    if letter.issuer is None:
        return y
    for i, line in enumerate(PARTY if letter.party else STATE):
        y += 15.5
        setter.put(line, RIGHT_CENTRE, y, 13 if i == 0 else 14, bold=True, part="national", align="centre")
    setter.rule(RIGHT_CENTRE - 85, y + 4, RIGHT_CENTRE + 85, y + 4)
    return y


def _number(setter: Setter, letter: Letter, y: float, blank: bool) -> float:
    text = number_line(letter, blank)
    if text is None:
        return y
    from scripts.letters.layout import FACES, measure

    x0, _ = setter.put(text, LEFT_CENTRE, y, 13, part="number", align="centre")
    face = FACES[False, False]
    start = x0 + measure(text[: text.index(" ") + 1], face, 13)
    shown = " " * 10 if blank or letter.number is None else letter.number
    setter.sheets.spots["number"] = Spot(setter.page, start, y - 12, start + measure(shown, face, 13), y + 3)
    return y + 3


def _day_spot(setter: Setter, letter: Letter, x0: float, y: float) -> None:
    from scripts.letters.layout import FACES, measure

    face = FACES[False, True]
    start = x0 + measure(f"{letter.place}, ngày ", face, 14)
    setter.sheets.spots["day"] = Spot(setter.page, start, y - 13, start + measure(" " * 6, face, 14), y + 3, 14.0)


def _marks(setter: Setter, letter: Letter) -> None:
    for name, mark in (("secrecy", letter.secrecy), ("urgency", letter.urgency)):
        if mark is None:
            continue
        setter.y += 22
        setter.put(STAMPS[mark], LEFT_CENTRE, setter.y, 13, bold=True, part=name, align="centre")
        setter.sheets.spots[name] = Spot(setter.page, LEFT_CENTRE - 52, setter.y - 14, LEFT_CENTRE + 52, setter.y + 6)
        setter.y += 8


def _title(setter: Setter, letter: Letter) -> None:
    if letter.heading is None:
        return
    setter.y += 22
    centre = (LEFT + RIGHT) / 2
    setter.put(letter.heading, centre, setter.y, 14, bold=True, part="kind", align="centre")
    if letter.subject is not None:
        words = [Run(letter.subject_prefix + letter.subject)]
        setter.paragraph(
            words, left=LEFT + 40, right=RIGHT - 40, first=0, bold=True, align="centre", part="title", after=4
        )
        setter.rule(centre - 45, setter.y + 2, centre + 45, setter.y + 2)
    setter.y += 12


def _addressees(setter: Setter, letter: Letter) -> None:
    names = letter.addressees
    if not names:
        return
    setter.y += 6
    if len(names) == 1:
        words = [Run(f"Kính gửi: {names[0]}{'' if letter.heading else '.'}")]
        setter.paragraph(words, left=LEFT + 60, right=RIGHT - 30, first=0, align="centre", part="addressees", after=12)
        return
    setter.y += BODY * 1.3
    setter.put("Kính gửi:", LEFT + 95, setter.y, BODY, part="addressees")
    for i, name in enumerate(names):
        words = [Run(f"- {name}{'.' if i == len(names) - 1 else ';'}")]
        setter.paragraph(words, left=LEFT + 150, right=RIGHT - 10, first=0, align="left", part="addressees", after=1)
    setter.y += 10


def tail(setter: Setter, letter: Letter) -> None:
    """Set Nơi nhận at the left beside the authority, the room for the signature and the name at the right."""
    entries = [f"- {entry};" for entry in letter.distribution]
    entries += [] if letter.filing is None else [f"- Lưu: {letter.filing}."]
    setter.room(max(130.0, 20 + 13.5 * len(entries)))
    setter.y += 10
    top, page = setter.y, setter.page
    centre = 430.0
    if letter.signer is not None:
        y = top
        for line in letter.signer.lines:
            y += 16.5
            setter.put(_authority(line), centre, y, BODY, bold=True, part="authority", align="centre")
        setter.sheets.spots["position"] = Spot(page, centre - 80, top + 3, centre + 80, y + 3)
        setter.sheets.spots["signature"] = Spot(page, centre - 70, y + 6, centre + 70, y + 66)
        name = " ".join(filter(None, (letter.signer.title, letter.signer.name)))
        setter.put(name, centre, y + 84, BODY, bold=True, part="signer", align="centre")
        bottom = y + 90
    else:
        bottom = top
    if entries:
        setter.y = top + 15
        setter.put("Nơi nhận:", LEFT, setter.y, 12, bold=True, italic=True, part="distribution")
        for entry in entries:
            setter.paragraph(
                [Run(entry)], left=LEFT, right=LEFT + 215, size=11, first=0, align="left", part="distribution",
                after=0, flow=False,
            )  # fmt: skip
    setter.y = max(setter.y, bottom)


def _authority(line: str) -> str:
    """Authority lines are printed in capitals."""
    return line.upper()
