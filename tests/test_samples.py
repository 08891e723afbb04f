"""The project's own letters: their files and answers can be made again, and the pipeline reads them as answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.letters.__main__ import record, render
from scripts.letters.model import Letter, Variant, load, sources

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "letters"
VARIANTS = [(letter, variant) for letter in map(load, sources()) for variant in letter.variants]
IDS = [f"{variant.stem}.{variant.ext}" for _, variant in VARIANTS]
TEXT = {"txt", "md", "html"}
OFFICE = {"doc", "odt", "rtf"}
SCANNED = {"tif", "jpg", "png"}


def is_scan(variant: Variant) -> bool:
    return variant.ext in SCANNED or "scan" in variant.options


@pytest.mark.parametrize(("letter", "variant"), VARIANTS, ids=IDS)
def test_answers_follow_from_the_source(letter: Letter, variant: Variant, samples: Path) -> None:
    assert (samples / f"{variant.stem}.yaml").read_text(encoding="utf-8") == record(letter, variant)


@pytest.mark.parametrize(
    ("letter", "variant"),
    [pair for pair in VARIANTS if pair[1].ext in TEXT],
    ids=[i for i in IDS if i.split(".")[-1] in TEXT],
)
def test_text_files_are_made_again_byte_for_byte(letter: Letter, variant: Variant, samples: Path) -> None:
    assert (samples / f"{variant.stem}.{variant.ext}").read_bytes() == render(letter, variant)


def test_there_is_no_file_without_a_source(samples: Path) -> None:
    made = {f"{variant.stem}.{variant.ext}" for _, variant in VARIANTS}
    made |= {f"{variant.stem}.yaml" for _, variant in VARIANTS}
    assert {path.name for path in samples.iterdir() if path.is_file()} == made


def test_the_letters_are_of_all_kinds_and_formats() -> None:
    letters = [load(path) for path in sources()]
    assert len(letters) >= 30
    assert len({letter.kind for letter in letters}) >= 15
    assert len({variant.ext for _, variant in VARIANTS}) >= 11
    assert sum(bool(variant.options.get("signed")) for _, variant in VARIANTS) >= 3
    assert sum(is_scan(variant) for _, variant in VARIANTS) >= 6


def test_a_number_that_only_a_widget_shows_is_not_in_the_page_text(samples: Path) -> None:
    import pypdfium2

    signed = [(letter, variant) for letter, variant in VARIANTS if variant.options.get("signed")]
    for letter, variant in signed:
        document = pypdfium2.PdfDocument(samples / f"{variant.stem}.pdf")
        text = document[0].get_textpage().get_text_range()
        document.close()
        assert f"/{letter.symbol}" in text
        assert f"{letter.number}/{letter.symbol}" not in text
