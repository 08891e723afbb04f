"""The formats that only LibreOffice writes: .doc, .odt, .rtf, each made from a .docx."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


def convert(document: bytes, ext: str) -> bytes:
    """A .docx as `ext`. Raises FileNotFoundError where LibreOffice is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise FileNotFoundError("LibreOffice is needed for .doc, .odt and .rtf (Debian: libreoffice-writer)")
    form = {"doc": "doc:MS Word 97", "odt": "odt:writer8", "rtf": "rtf:Rich Text Format"}[ext]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "letter.docx"
        source.write_bytes(document)
        subprocess.run(
            [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form,
             "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return (Path(folder) / f"letter.{ext}").read_bytes()
