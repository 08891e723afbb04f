"""What many tests share: where letters are, and what this machine has."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The project's own letters, each beside its answers."""
    return ROOT / "data" / "letters"


@pytest.fixture(scope="session")
def shared_letters() -> Path:
    """Real letters kept outside the repository; a test that takes this is skipped where they are not."""
    folder = ROOT.parent / "shared" / "letters"
    if not folder.is_dir():
        pytest.skip("no shared letters here")
    return folder


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """LibreOffice's program; skips where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (make setup installs it on Debian)")
    return program


@pytest.fixture(scope="session")
def vietnamese_model() -> Path:
    """Tesseract's Vietnamese model; skips where it is not installed."""
    folders = [Path(os.environ[name]) for name in ("TESSDATA_PREFIX",) if name in os.environ]
    folders += [*Path("/usr/share/tesseract-ocr").glob("*/tessdata"), Path("/usr/share/tessdata")]
    for folder in folders:
        if (folder / "vie.traineddata").exists():
            return folder / "vie.traineddata"
    pytest.skip("Tesseract's vie.traineddata is not installed (make setup installs it on Debian)")
