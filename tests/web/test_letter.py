"""A letter's page: places, progress, its chain; pages as pictures."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from schemas.page import Document, Line, Page, Source, Span
from schemas.record import Straightened
from store.book import Store
from tests.letters import letter
from tests.web.conftest import keep
from web import marks
from web.chain import Box, draw
from web.pictures import Pictures, Shown
from web.words import Words

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "letters"


def test_progress_is_noted_on_the_letters_page(desk: TestClient, keys: dict[str, str]) -> None:
    directive = desk.get(f"/api/v1/directives?letter={keys['152']}").json()["items"][0]["id"]
    where = f"/letters/{keys['152']}/directives/{directive}/progress"
    assert desk.post(where, data={"state": "done", "on": "2024-03-25"}, follow_redirects=False).status_code == 303
    html = desk.get(f"/letters/{keys['152']}").text
    assert "hoàn thành" in html
    assert "xong ngày 25/03/2024" in html
    assert desk.post(where, data={"state": "lost"}).status_code == 422


def test_the_letter_that_is_implemented_is_drawn_also_when_it_is_not_in_the_archive(
    desk: TestClient, keys: dict[str, str]
) -> None:
    html = desk.get(f"/letters/{keys['152']}").text
    assert 'class="box lost"' in html
    assert "88/BYT-KHTC" in html


def test_a_chain_draws_every_letter_and_escapes_what_they_say() -> None:
    boxes = [Box(-1, "<b>", "x", "/letters/a"), Box(0, "me", "", None, me=True)]
    boxes += [Box(1, f"n{n}", "", f"/letters/{n}") for n in range(6)]
    drawn = draw(boxes, title="t")
    assert "<b>" not in drawn
    assert drawn.count("<a ") == 1 + 4
    assert "+2" in drawn


def test_marks_are_where_the_words_are_also_when_a_newer_reader_moved_them() -> None:
    text = "Số: 12/AB\nNgày"
    source = Source("a.txt", "0" * 64, "text/plain")
    lines = (Line(1, 0, 9, 0), Line(1, 10, 14, 1))
    document = Document(source, text, lines, (Page(1, Span(0, 14)),))
    place = {"page": 1, "start": 2, "end": 7, "text": "12/AB", "confidence": 1.0}
    gone = {**place, "text": "không còn"}
    made = letter(evidence={"/number": [place], "/subject": [gone]})
    runs = [run for _, line in marks.lines(document, made) for run in line]
    assert [(run.text, run.pointers) for run in runs if run.pointers] == [("12/AB", ("/number",))]
    assert "".join(run.text for run in runs) == text.replace("\n", "")


@pytest.mark.parametrize(
    ("rule", "vietnamese", "english"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", "hàng tháng, ngày 25", "monthly, day 25"),
        ("FREQ=MONTHLY;INTERVAL=3", "hàng quý", "quarterly"),
        ("FREQ=WEEKLY;BYDAY=MO", "hàng tuần, Thứ Hai", "weekly, Monday"),
        ("FREQ=YEARLY", "hàng năm", "yearly"),
        ("FREQ=SECONDLY", "FREQ=SECONDLY", "FREQ=SECONDLY"),
    ],
)
def test_rhythms_are_said_in_words(rule: str, vietnamese: str, english: str) -> None:
    assert (Words("vi").rhythm(rule), Words("en").rhythm(rule)) == (vietnamese, english)


def test_pages_of_a_pdf_are_drawn_with_their_places(desk: TestClient, store: Store) -> None:
    files = sorted(path for path in SAMPLES.glob("*.pdf") if not any(m in path.name for m in ("scan", "anh", "trang")))
    if not files:
        pytest.skip("data/letters has not been made (make letters)")
    (key, *_) = keep(store, files[-1])
    html = desk.get(f"/letters/{key}").text
    assert '<rect class="place' in html
    picture = desk.get(f"/letters/{key}/pages/1.jpg")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    assert len(picture.content) < 600_000
    assert desk.get(f"/letters/{key}/pages/99.jpg").status_code == 404
    original = desk.get(f"/letters/{key}/original")
    assert original.content == files[-1].read_bytes()
    assert original.headers["content-disposition"].startswith("attachment")
    crop = desk.get(f"/letters/{key}/crop.jpg?at=/issuer/name")
    assert crop.status_code in (200, 404)


@pytest.mark.parametrize(("turned", "skew"), [(1, 0.0), (2, 0.0), (3, 0.0), (0, 3.0), (1, -2.0)])
def test_a_page_is_shown_as_it_was_put_upright(store: Store, turned: int, skew: float) -> None:
    """A black square at a known place of the upright page, on a page that was turned and skewed the other way."""
    from PIL import Image, ImageDraw

    upright = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(upright).rectangle((200, 300, 320, 360), fill="black")
    came = upright.rotate(-skew, Image.Resampling.BICUBIC, fillcolor="white").rotate(90 * turned, expand=True)
    out = io.BytesIO()
    came.save(out, "PNG", dpi=(150, 150))
    shown = Shown(store.originals.put(out.getvalue()), "image/png", (Straightened(page=1, turned=turned, skew=skew),))
    pictures = Pictures(store)
    sheet = pictures.sheets(shown, 1, 1)[0]
    assert (round(sheet.width), round(sheet.height)) == (595, 842)
    seen = Image.open(io.BytesIO(pictures.page(shown, 1))).convert("L")
    scale = seen.width / sheet.width
    dark = seen.point(lambda value: 255 if value < 90 else 0).getbbox()
    assert dark is not None
    assert [round(side / scale) for side in dark] == pytest.approx([96, 144, 154, 173], abs=3)
    crop = Image.open(io.BytesIO(pictures.crop(shown, 1, (96, 144, 154, 173)))).convert("L")
    middle = crop.getpixel((crop.width // 2, crop.height // 2))
    assert isinstance(middle, int)
    assert middle < 60
