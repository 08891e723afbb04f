"""PDFs: columns, fields, tables, turned pages, garbage and images, signatures."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.read import RawLine, RawPage, RawWord, ReadSettings, read
from schemas.errors import EmptyFile, EncryptedFile, OversizedFile, TruncatedFile
from schemas.page import Box, Document, Origin

A4 = (595.0, 842.0)
FONTS = Path("/usr/share/fonts/truetype/liberation2")
MakePdf = Callable[..., Path]


@pytest.fixture
def typeset(tmp_path: Path) -> MakePdf:
    """A maker of one-page PDFs: `draw` gets reportlab's canvas with Times-like fonts R, B and I."""
    if not (FONTS / "LiberationSerif-Regular.ttf").exists():
        pytest.skip("fonts-liberation2 is not installed (make setup installs it on Debian)")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name, style in (("R", "Regular"), ("B", "Bold"), ("I", "Italic")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"LiberationSerif-{style}.ttf")))

    def make(*draws: Callable[[Any], None], name: str = "a.pdf", **options: Any) -> Path:
        canvas = Canvas(str(tmp_path / name), pagesize=A4, **options)
        for draw in draws:
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return tmp_path / name

    return make


def put(canvas: Any, x: float, y: float, text: str, font: str = "R", *, size: float = 13) -> None:
    """Text with its baseline `y` points below the page's top."""
    canvas.setFont(font, size)
    canvas.drawString(x, A4[1] - y, text)


def letter(canvas: Any) -> None:
    put(canvas, 110, 70, "UBND TỈNH AN PHÚ")
    put(canvas, 145, 86, "SỞ Y TẾ", "B")
    put(canvas, 110, 110, "Số:          /SYT-NV")
    put(canvas, 105, 126, "V/v báo cáo thuốc", size=12)
    put(canvas, 270, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B", size=12)
    put(canvas, 320, 87, "Độc lập - Tự do - Hạnh phúc", "B")
    put(canvas, 300, 110, "An Phú, ngày      tháng 3 năm 2024", "I")
    put(canvas, 180, 160, "Kính gửi: Các bệnh viện trong tỉnh.", size=14)
    put(canvas, 85, 190, "Thực hiện kế hoạch năm, Sở Y tế yêu cầu các đơn vị báo cáo tình hình", size=14)
    put(canvas, 85, 208, "sử dụng thuốc trước ngày 20/3/2024./.", size=14)
    put(canvas, 85, 240, "Nơi nhận:", "B", size=12)
    put(canvas, 85, 254, "- Như trên;", size=11)
    put(canvas, 85, 267, "- Lưu: VT, NV.", size=11)
    put(canvas, 380, 242, "KT. GIÁM ĐỐC", "B")
    put(canvas, 375, 258, "PHÓ GIÁM ĐỐC", "B")
    put(canvas, 370, 330, "Trần Văn Ví Dụ", "B")


LINES = [
    "UBND TỈNH AN PHÚ", "SỞ Y TẾ", "Số:          /SYT-NV", "V/v báo cáo thuốc",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "An Phú, ngày      tháng 3 năm 2024",
    "Kính gửi: Các bệnh viện trong tỉnh.",
    "Thực hiện kế hoạch năm, Sở Y tế yêu cầu các đơn vị báo cáo tình hình", "sử dụng thuốc trước ngày 20/3/2024./.",
    "Nơi nhận:", "- Như trên;", "- Lưu: VT, NV.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Ví Dụ",
]  # fmt: skip


def _texts(document: Document) -> list[str]:
    return [document.line_text(line) for line in document.lines]


def _single(text: str) -> str:
    return " ".join(text.split())


def test_columns_come_one_after_the_other(typeset: MakePdf) -> None:
    document = read(typeset(letter))
    assert [_single(text) for text in _texts(document)] == [_single(line) for line in LINES]
    rows = {document.line_text(line): line.row for line in document.lines}
    assert rows["UBND TỈNH AN PHÚ"] == rows["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == 0
    assert rows["Nơi nhận:"] == rows["KT. GIÁM ĐỐC"]
    assert document.layout
    assert document.lines[1].bold
    assert document.lines[6].italic
    assert document.lines[0].size == 13


def test_blanks_are_runs_of_spaces_and_boxes_tell_where_words_stand(typeset: MakePdf) -> None:
    document = read(typeset(letter))
    line = next(line for line in document.lines if document.line_text(line).startswith("Số:"))
    assert "   " in document.line_text(line)
    first = line.words[0]
    assert document.text[first.start : first.end] == "Số:"
    assert abs(first.box.x0 - 110) < 1
    assert first.box.y0 < 110 < first.box.y1
    assert line.box is not None
    assert line.box.x1 == max(word.box.x1 for word in line.words)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_turned_pages_read_as_they_are_seen(typeset: MakePdf, tmp_path: Path, turns: int) -> None:
    import pypdfium2

    def turned(canvas: Any) -> None:
        """The letter drawn so that it stands upright once the page is turned."""
        width, height = A4
        if turns == 1:
            canvas.translate(height, 0)
        elif turns == 2:
            canvas.translate(width, height)
        else:
            canvas.translate(0, width)
        canvas.rotate(90 * turns)
        letter(canvas)

    path = typeset(turned, pageCompression=0)
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    if turns % 2:
        page.set_mediabox(0, 0, A4[1], A4[0])
    page.set_rotation(90 * turns)
    document.save(tmp_path / "turned.pdf")
    upright, seen = read(typeset(letter)), read(tmp_path / "turned.pdf")
    assert _texts(seen) == _texts(upright)
    assert [(page.width, page.height) for page in seen.pages] == [A4]
    for one, other in zip(seen.lines, upright.lines, strict=True):
        assert one.box is not None
        assert other.box is not None
        assert one.box == pytest.approx(other.box, abs=0.5)


def test_what_the_crop_box_cuts_off_is_not_read(typeset: MakePdf, tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(typeset(letter))
    document[0].set_cropbox(50, 842 - 220, 595, 842 - 40)
    document.save(tmp_path / "cropped.pdf")
    cropped = read(tmp_path / "cropped.pdf")
    assert _texts(cropped)[-1].startswith("sử dụng thuốc")
    first = cropped.lines[0].words[0].box
    assert (cropped.pages[0].width, cropped.pages[0].height) == (545, 180)
    assert abs(first.x0 - 60) < 1
    assert first.y0 < 30 < first.y1


def test_fields_are_put_back_where_they_stand(typeset: MakePdf) -> None:
    def filled(canvas: Any) -> None:
        letter(canvas)
        form = canvas.acroForm
        style = {"borderWidth": 0, "fontName": "Times-Roman", "fontSize": 13, "height": 17, "relative": False}
        form.textfield(name="so", value="152", x=132, y=A4[1] - 115, width=30, **style)
        form.textfield(name="ngay", value="05", x=370, y=A4[1] - 114, width=18, **style)
        form.textfield(name="panel", value="Thoi gian ky: 05/3/2024", x=400, y=A4[1] - 30, width=170, **style)

    document = read(typeset(filled))
    texts = [_single(text) for text in _texts(document)]
    assert texts[0] == "Thoi gian ky: 05/3/2024"
    assert "Số: 152 /SYT-NV" in texts
    assert "An Phú, ngày 05 tháng 3 năm 2024" in texts
    widget = [
        document.text[word.start : word.end]
        for line in document.lines[1:]
        for word in line.words
        if word.origin is Origin.WIDGET
    ]
    assert widget == ["152", "05"]


def test_ruled_tables_become_cells(typeset: MakePdf) -> None:
    def table(canvas: Any) -> None:
        put(canvas, 85, 90, "Phân công nhiệm vụ như sau:")
        xs, ys = (85, 120, 300, 400, 540), (100, 140, 180, 240)
        for y in ys:
            canvas.line(xs[0], A4[1] - y, xs[-1], A4[1] - y)
        for x in xs:
            canvas.line(x, A4[1] - (ys[0] if x != 400 else ys[1]), x, A4[1] - ys[-1])
        put(canvas, 90, 115, "TT")
        put(canvas, 150, 115, "Nội dung")
        put(canvas, 380, 115, "Thực hiện")
        for row, (number, work, who, when) in enumerate(
            [("1", "Rà soát danh mục", "Phòng A", "Quý I"), ("2", "Báo cáo kết quả", "Phòng B", "15/3/2024")]
        ):
            for x, text in zip(xs, (number, work, who, when), strict=False):
                put(canvas, x + 5, 155 + 45 * row, text)
        put(canvas, 125, 215, "hằng tháng")
        put(canvas, 85, 260, "Yêu cầu thực hiện./.")

    document = read(typeset(table))
    (found,) = document.tables
    assert (found.rows, found.columns) == (3, 4)
    assert [document.text[slice(*cell.span)] for cell in found.row(0)] == ["TT", "Nội dung", "Thực hiện"]
    assert [document.text[slice(*cell.span)] for cell in found.row(2)] == [
        "2", "Báo cáo kết quả\nhằng tháng", "Phòng B", "15/3/2024",
    ]  # fmt: skip
    assert found.row(0)[2].column_span == 2
    assert _texts(document)[0] == "Phân công nhiệm vụ như sau:"
    assert _texts(document)[-1] == "Yêu cầu thực hiện./."
    assert document.pages[0].rules


def test_underlines_and_frames_are_no_tables(typeset: MakePdf) -> None:
    def framed(canvas: Any) -> None:
        letter(canvas)
        canvas.rect(60, 60, 500, 740)
        canvas.line(350, A4[1] - 92, 450, A4[1] - 92)

    document = read(typeset(framed))
    assert not document.tables
    assert len(document.lines) == len(LINES)


def test_a_list_of_short_lines_is_no_pair_of_columns(typeset: MakePdf) -> None:
    def schedule(canvas: Any) -> None:
        for i, (when, what) in enumerate([("08h00", "Đón tiếp"), ("08h30", "Khai mạc"), ("09h00", "Báo cáo")]):
            put(canvas, 85, 100 + 18 * i, when)
            put(canvas, 160, 100 + 18 * i, what)

    assert [_single(text) for text in _texts(read(typeset(schedule)))] == [
        "08h00 Đón tiếp", "08h30 Khai mạc", "09h00 Báo cáo",
    ]  # fmt: skip


def test_torn_words_raised_marks_and_turned_text(typeset: MakePdf) -> None:
    def odd(canvas: Any) -> None:
        put(canvas, 85, 100, "ĐI")
        width = canvas.stringWidth("ĐI", "R", 13)
        put(canvas, 85 + width, 100, "ỀU", "B")
        put(canvas, 85, 130, "Diện tích 12 m")
        put(canvas, 85 + canvas.stringWidth("Diện tích 12 m", "R", 13), 125, "2", size=8)
        canvas.saveState()
        canvas.translate(30, 400)
        canvas.rotate(90)
        canvas.setFont("R", 10)
        canvas.drawString(0, 0, "Bản sao lưu hành nội bộ")
        canvas.restoreState()

    assert _texts(read(typeset(odd))) == ["ĐIỀU", "Diện tích 12 m2", "Bản sao lưu hành nội bộ"]


def image(canvas: Any) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *A4)


def test_a_scan_needs_ocr_and_says_so(typeset: MakePdf) -> None:
    document = read(typeset(image, letter))
    assert [page.needs_ocr for page in document.pages] == [True, False]
    assert [(remark.code, remark.page) for remark in document.remarks] == [("needs-ocr", 1)]
    assert {line.page for line in document.lines} == {2}


def test_a_blank_page_needs_nothing(typeset: MakePdf) -> None:
    document = read(typeset(letter, lambda canvas: None))
    assert [page.needs_ocr for page in document.pages] == [False, False]
    assert not document.remarks


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "".join("?" if char > "\u0100" else char for char in text),
        lambda text: text.replace("ộ", "6").replace("ị", "j").replace("ệ", "?").replace("ờ", "\ufffd")[::-1],
        lambda text: text.encode("ascii", "ignore").decode() * 2,
    ],
    ids=["question-marks", "foreign", "lost"],
)
def test_garbage_is_recognised_and_left_out(typeset: MakePdf, spoil: Callable[[str], str]) -> None:
    def garbage(canvas: Any) -> None:
        for i, line in enumerate(LINES):
            put(canvas, 60, 80 + 20 * i, spoil(line).replace("\ufffd", "?"))

    document = read(typeset(garbage))
    assert document.pages[0].needs_ocr
    assert not document.lines
    assert {remark.code for remark in document.remarks} == {"garbage-text-layer", "needs-ocr"}


def _hidden(text: Iterable[str]) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        image(canvas)
        for i, line in enumerate(text):
            run = canvas.beginText(60, A4[1] - 80 - 20 * i)
            run.setFont("R", 12)
            run.setTextRenderMode(3)
            run.textLine(line)
            canvas.drawText(run)

    return draw


def test_a_good_earlier_ocr_is_kept_and_named(typeset: MakePdf) -> None:
    document = read(typeset(_hidden(LINES)))
    assert not document.pages[0].needs_ocr
    assert document.pages[0].origin is Origin.OCR
    assert [remark.code for remark in document.remarks] == ["ocr-text-layer"]
    assert document.lines[0].words[0].origin is Origin.OCR


def test_a_bad_earlier_ocr_is_done_again(typeset: MakePdf) -> None:
    misread = str.maketrans("ộịệáơưđấềọủỘÒÃẬẾÁỐ", "6jea0udéeou6OÂ!fAO")
    bad = [line.translate(misread) for line in LINES]
    document = read(typeset(_hidden(bad)))
    assert document.pages[0].needs_ocr


def test_ocr_reads_what_needs_it_and_exact_text_wins(typeset: MakePdf) -> None:
    asked: list[Sequence[int]] = []

    def engine(path: Path, pages: Sequence[int]) -> Iterable[RawPage]:
        asked.append(pages)
        words = [("Số:", 110), ("l5Z", 134), ("/SYT-NV", 170)]
        line = RawLine(
            words=tuple(RawWord(t, Box(x, 100, x + 25, 113), confidence=0.6, origin=Origin.OCR) for t, x in words)
        )
        for number in pages:
            yield RawPage(number, [line], origin=Origin.OCR)

    def scan(canvas: Any) -> None:
        image(canvas)
        put(canvas, 136, 111, "152")

    document = read(typeset(letter, scan), settings=ReadSettings(ocr=engine))
    assert asked == [[2]]
    assert _texts(document)[len(LINES) :] == ["Số: 152 /SYT-NV"]
    assert not document.remarks
    assert document.pages[1].origin is Origin.OCR
    assert (document.pages[1].width, document.pages[1].height) == A4


def test_passwords(typeset: MakePdf) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    owner = typeset(letter, encrypt=StandardEncryption("", ownerPassword="chu", canPrint=0, canCopy=0))
    assert _texts(read(owner))[0] == "UBND TỈNH AN PHÚ"
    with pytest.raises(EncryptedFile, match="password"):
        read(typeset(letter, encrypt=StandardEncryption("mo", ownerPassword="chu")))


def test_too_many_pages_too_much_text_no_pages_half_a_file(typeset: MakePdf, tmp_path: Path) -> None:
    path = typeset(*[letter] * 4)
    some = read(path, settings=ReadSettings(max_pages=3))
    assert [len(some.pages), *(remark.code for remark in some.remarks)] == [3, "page-limit"]
    with pytest.raises(OversizedFile, match="characters"):
        read(path, settings=ReadSettings(max_characters=900))
    empty = io.BytesIO()
    import pypdfium2

    pypdfium2.PdfDocument.new().save(empty)
    (tmp_path / "none.pdf").write_bytes(empty.getvalue())
    with pytest.raises(EmptyFile, match="without pages"):
        read(tmp_path / "none.pdf")
    (tmp_path / "half.pdf").write_bytes(path.read_bytes()[:600])
    with pytest.raises(TruncatedFile):
        read(tmp_path / "half.pdf")


def test_a_file_that_breaks_off_says_so_even_if_its_pages_can_be_read(typeset: MakePdf, tmp_path: Path) -> None:
    data = typeset(letter).read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[: data.rfind(b"xref")])
    document = read(tmp_path / "cut.pdf")
    assert len(document.lines) == len(LINES)
    assert [remark.code for remark in document.remarks] == ["truncated"]


def test_reading_twice_gives_the_same(typeset: MakePdf) -> None:
    path = typeset(letter)
    assert read(path) == read(path)


def test_signatures_of_a_signed_letter(samples: Path, tmp_path: Path) -> None:
    path = samples / "ket-luan-cuoc-hop.pdf"
    document = read(path)
    signed = document.signatures
    assert len(signed) >= 2
    assert all(signature.intact and signature.signer and signature.signed_at for signature in signed)
    assert signed[-1].covers_document
    assert all(s.box is None or (s.page == 1 and s.box.x1 <= A4[0] + 1) for s in signed)
    data = bytearray(path.read_bytes())
    at = data.find(b"/MediaBox")
    data[at + 1 : at + 6] = b"mEDIA"
    (tmp_path / "changed.pdf").write_bytes(data)
    assert not any(signature.intact for signature in read(tmp_path / "changed.pdf").signatures[:1])


def test_real_letters_lose_no_number_to_their_widgets(shared_letters: Path) -> None:
    for name in ("q04", "q34"):
        document = read(shared_letters / "gold" / "text" / f"{name}.pdf")
        head = [_single(document.line_text(line)) for line in document.lines[:14]]
        assert any(text.startswith("Số: ") and text[4].isdigit() for text in head)
        assert any(", ngày 0" in text for text in head)


def test_old_text_is_converted_and_no_garbage(typeset: MakePdf) -> None:
    def old(canvas: Any) -> None:
        put(canvas, 85, 100, "Thùc hiÖn C«ng v¨n sè 7 cña Bé Thñy lîi, ®Ò nghÞ c¸c x· b¸o c¸o")
        put(canvas, 85, 120, "kÕt qu¶ kiÓm tra nh÷ng ®o¹n ®ª xung yÕu, göi vÒ Së n\u00acng nghiÖp")

    document = read(typeset(old))
    assert _texts(document)[0] == "Thực hiện Công văn số 7 của Bộ Thủy lợi, đề nghị các xã báo cáo"
    assert [remark.code for remark in document.remarks] == ["legacy-encoding"]
