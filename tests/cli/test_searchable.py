"""`congvan searchable`: what it says of a signed letter, and that it never writes over one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import congvan
from pipeline.searchable import OutputExists

SIGNED = Path(__file__).parents[2] / "data" / "letters" / "ket-luan-cuoc-hop.pdf"


def test_a_signed_letter_is_copied_and_that_is_said(tmp_path: Path) -> None:
    out = tmp_path / "copy.pdf"
    result = CliRunner().invoke(congvan, ["searchable", str(SIGNED), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(b"%PDF")
    assert "bears no signature itself" in result.stderr


def test_the_output_must_be_named_and_new(tmp_path: Path) -> None:
    assert CliRunner().invoke(congvan, ["searchable", str(SIGNED)]).exit_code == 2
    with pytest.raises(OutputExists):
        CliRunner().invoke(congvan, ["searchable", str(SIGNED), "-o", str(SIGNED), "--replace"], catch_exceptions=False)
