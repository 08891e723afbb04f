"""The pipeline reads the project's own letters as their answers say: golden files with a floor for each field.

The floors are what was measured, less a little for chance; a change that falls below one has lost something. Raise a
floor when a change earns it. `TELL=1 pytest -s tests/test_reading_samples.py` prints the figures and every difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from pipeline import Parsed, analyse
from pipeline.read import ReadSettings
from scripts.letters.model import Variant, load, sources
from tests.scoring import Tally, compare

OFFICE = {"doc", "odt", "rtf"}
VARIANTS = [variant for path in sources() for variant in load(path).variants]
SCANS = [variant for variant in VARIANTS if variant.ext in {"tif", "jpg", "png"} or "scan" in variant.options]
TYPED = [variant for variant in VARIANTS if variant not in SCANS and variant.ext not in OFFICE]
CONVERTED = [variant for variant in VARIANTS if variant.ext in OFFICE]

FLOORS: dict[str, dict[str, float]] = {
    "typed": {
        "addressees": 1.0,
        "assignees": 0.91,
        "capacity": 1.0,
        "date": 1.0,
        "deadlines": 0.96,
        "directives": 0.95,
        "distribution": 1.0,
        "documents": 1.0,
        "issuer": 1.0,
        "kind": 1.0,
        "number": 1.0,
        "parent": 1.0,
        "place": 1.0,
        "position": 1.0,
        "references": 1.0,
        "secrecy": 1.0,
        "signer": 1.0,
        "subject": 1.0,
        "symbol": 1.0,
        "urgency": 1.0,
    },
    "converted": {
        "addressees": 1.0,
        "assignees": 1.0,
        "capacity": 1.0,
        "date": 1.0,
        "deadlines": 1.0,
        "directives": 1.0,
        "distribution": 1.0,
        "documents": 1.0,
        "issuer": 1.0,
        "kind": 1.0,
        "number": 1.0,
        "parent": 1.0,
        "place": 1.0,
        "position": 1.0,
        "references": 1.0,
        "secrecy": 1.0,
        "signer": 1.0,
        "subject": 1.0,
        "symbol": 1.0,
        "urgency": 1.0,
    },
    "scanned": {
        "addressees": 0.98,
        "assignees": 0.85,
        "capacity": 0.93,  # a seal still hides one
        "date": 1.0,
        "deadlines": 0.92,
        "directives": 0.94,
        "distribution": 0.94,
        "documents": 1.0,
        "issuer": 1.0,
        "kind": 1.0,
        "number": 0.98,
        "parent": 0.98,
        "place": 1.0,
        "position": 0.95,
        "references": 1.0,
        "signer": 0.92,
        "subject": 0.89,
        "symbol": 1.0,
        "urgency": 0.98,
    },
}


def measure(variants: Iterable[Variant], walked: dict[str, list[Parsed]], samples: Path) -> Tally:
    """Compare what was read of each file with its answers."""
    tally = Tally()
    for variant in variants:
        gold = yaml.safe_load((samples / f"{variant.stem}.yaml").read_text(encoding="utf-8"))
        gold = gold if isinstance(gold, list) else [gold]
        got = [parsed.letter.model_dump(mode="json") for parsed in walked[variant.stem]]
        tally.sets("documents", [variant.stem] * len(gold), [variant.stem] * len(got), variant.stem)
        for number, want in enumerate(gold):
            compare(want, got[number] if number < len(got) else {}, f"{variant.stem}.{variant.ext}#{number + 1}", tally)
    return tally


def hold(tally: Tally, floors: dict[str, float]) -> None:
    """Fail with every difference where a field is below its floor."""
    if os.environ.get("TELL"):
        print(*tally.wrong, *(f"{name}: {tally.f1(name):.4f}" for name in sorted(tally.right)), sep="\n")
    below = {name: round(tally.f1(name), 4) for name, floor in floors.items() if tally.f1(name) < floor}
    assert not below, f"below the floor: {below}\n" + "\n".join(tally.wrong)


def walk(variants: Iterable[Variant], samples: Path, settings: ReadSettings | None = None) -> dict[str, list[Parsed]]:
    return {v.stem: analyse(samples / f"{v.stem}.{v.ext}", settings=settings) for v in variants}


@pytest.fixture(scope="module")
def typed(samples: Path) -> dict[str, list[Parsed]]:
    """Every sample that needs no other program, read once."""
    return walk(TYPED, samples)


def test_typed_letters(typed: dict[str, list[Parsed]], samples: Path) -> None:
    hold(measure(TYPED, typed, samples), FLOORS["typed"])


def test_letters_that_libreoffice_reads(samples: Path, libreoffice: str) -> None:
    hold(measure(CONVERTED, walk(CONVERTED, samples), samples), FLOORS["converted"])


def test_scanned_letters(samples: Path, vietnamese_model: Path) -> None:
    from pipeline.read.ocr.reader import OcrReader

    walked = walk(SCANS, samples, ReadSettings(ocr=OcrReader(jobs=1)))
    hold(measure(SCANS, walked, samples), FLOORS["scanned"])


def test_nothing_is_made_up(typed: dict[str, list[Parsed]], samples: Path) -> None:
    """Null beats a wrong value: no number, day or signer where the answers have none."""
    made_up = []
    for variant in TYPED:
        gold = yaml.safe_load((samples / f"{variant.stem}.yaml").read_text(encoding="utf-8"))
        letter = typed[variant.stem][0].letter
        values = (
            ("number", gold["number"]["value"], letter.number.value),
            ("date", gold.get("issued", {}).get("date"), letter.issued.date),
            ("signer", gold.get("signer", {"name": "?"})["name"], letter.signer.name if letter.signer else None),
        )
        made_up += [(variant.stem, name, got) for name, want, got in values if want is None and got is not None]
    assert made_up == []


def test_other_papers_are_told_apart_and_order_nothing(typed: dict[str, list[Parsed]]) -> None:
    for path in sources():
        source = load(path)
        for variant in source.variants:
            for parsed in typed.get(variant.stem, ()):
                assert (parsed.letter.kind == "other") == (source.kind == "other"), variant.stem
                if source.kind == "other":
                    assert parsed.letter.directives == ()
                    assert "not-a-letter" in {finding.code for finding in parsed.letter.findings}


def test_evidence_is_the_documents_text_at_its_span(typed: dict[str, list[Parsed]]) -> None:
    quotes = 0
    for walked in typed.values():
        for parsed in walked:
            for pointer, evidence in parsed.letter.evidence.items():
                for piece in evidence:
                    assert parsed.document.text[piece.start : piece.end] == piece.text, (
                        parsed.letter.source.name,
                        pointer,
                    )
                    quotes += 1
    assert quotes > 500


def test_reading_twice_gives_the_same_bytes(typed: dict[str, list[Parsed]], samples: Path) -> None:
    for variant in TYPED[::6]:
        again = analyse(samples / f"{variant.stem}.{variant.ext}")
        first = [parsed.letter.model_dump_json() for parsed in typed[variant.stem]]
        assert [parsed.letter.model_dump_json() for parsed in again] == first
