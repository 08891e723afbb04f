"""Web pages: blocks, tables, lists; a site's frame left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.read import read
from schemas.errors import EmptyFile
from schemas.page import Document


def _read(folder: Path, body: str, name: str = "a.html") -> Document:
    path = folder / name
    path.write_text(f"<!DOCTYPE html><html><head><title>Tên trang</title></head><body>{body}</body></html>")
    return read(path)


def _texts(document: Document) -> list[str]:
    return [document.line_text(line) for line in document.lines]


def test_blocks_become_lines_and_the_frame_goes(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        "<form><nav>Trang chủ</nav><script>var x = 'Số: 1';</script><div>Tin <b>mới</b> nhất"
        "<p>Kính gửi: A&nbsp;&amp;&nbsp;B<br>và C</p></div><div style='display: none'>ẩn</div>"
        "<footer>Bản quyền</footer></form>",
    )
    assert _texts(document) == ["Tin mới nhất", "Kính gửi: A & B", "và C"]


def test_lists_have_the_numbers_that_a_browser_prints(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        "<ol start=3><li>Rà soát<ol type=a><li>xã<li>huyện</ol><li>Báo cáo</ol><ul><li>Như trên;</ul>"
        "<ol style='list-style-type: upper-roman'><li>Mục đích</ol><ul style='list-style: none'><li>Trống</ul>",
    )
    assert _texts(document) == ["3. Rà soát", "a. xã", "b. huyện", "4. Báo cáo", "- Như trên;", "I. Mục đích", "Trống"]


def test_tables_with_spans_and_tables_inside(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        "<table><tr><td>SỞ Y TẾ<br>PHÒNG A</td><td><p>CỘNG HÒA</p><p>Độc lập</p></td></tr></table>"
        "<table><tr><th rowspan=2>TT<th colspan=2>Việc<tr><td>a<td>b"
        "<tr><td>1<td colspan=2><table><tr><td>x<td>y</table></table>",
    )
    assert [(t.rows, t.columns) for t in document.tables] == [(1, 2), (3, 3)]
    placed = [(document.line_text(line), line.cell and (line.cell.row, line.cell.column)) for line in document.lines]
    assert placed[:4] == [("SỞ Y TẾ", (0, 0)), ("PHÒNG A", (0, 0)), ("CỘNG HÒA", (0, 1)), ("Độc lập", (0, 1))]
    assert placed[4:] == [
        ("TT", (0, 0)), ("Việc", (0, 1)), ("a", (1, 1)), ("b", (1, 2)), ("1", (2, 0)), ("x", (2, 1)), ("y", (2, 1)),
    ]  # fmt: skip
    rows = [line.row for line in document.lines[:4]]
    assert rows[0] == rows[2]
    assert rows[1] == rows[3] == rows[0] + 1
    assert {(c.row_span, c.column_span) for c in document.tables[1].cells} == {(2, 1), (1, 2), (1, 1)}


def test_a_frame_of_one_cell_is_no_table(tmp_path: Path) -> None:
    document = _read(tmp_path, "<table><tr><td><p>Một</p><p>Hai</p></td></tr></table>")
    assert not document.tables
    assert _texts(document) == ["Một", "Hai"]


def test_bold_and_italic(tmp_path: Path) -> None:
    document = _read(
        tmp_path, "<p><b>ĐẬM</b> x</p><p style='font-weight:700; font-style: italic'>cả hai</p><p>thường</p>"
    )
    assert [(line.bold, line.italic) for line in document.lines] == [(True, False), (True, True), (False, False)]


def test_a_doc_that_is_a_web_page_is_read_as_one(tmp_path: Path) -> None:
    assert _texts(_read(tmp_path, "<p>Kính gửi: A</p>", name="thu.doc")) == ["Kính gửi: A"]


def test_a_page_that_shows_nothing_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        _read(tmp_path, "<script>document.write('Số: 1')</script>")


@pytest.mark.parametrize("tag", ["div", "font"])
def test_deep_nesting_loses_no_text(tmp_path: Path, tag: str) -> None:
    deep = f"<{tag}>" * 1500 + "<p>sâu <b>hơn</b></p><script>ẩn</script><p hidden>kín</p>cuối" + f"</{tag}>" * 1500
    assert _texts(_read(tmp_path, f"<p>đầu</p>{deep}<p>sau</p>")) == ["đầu", "sâu hơn", "cuối", "sau"]


def test_nesting_without_end_is_told(tmp_path: Path) -> None:
    document = _read(tmp_path, "<p>đầu</p>" + "<div>" * 5000 + "sâu")
    assert _texts(document) == ["đầu"]
    assert [remark.code for remark in document.remarks] == ["truncated"]
