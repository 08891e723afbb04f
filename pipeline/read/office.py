"""Word 97 files, OpenDocument and RTF, through LibreOffice: converted to .docx and read as that.

LibreOffice keeps generated list numbers as lists and legacy fonts by name, so that nothing is lost on the way. Each
run has a profile folder of its own: a shared one can't be used by two processes at once.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.read.docx import read_docx
from pipeline.read.engine import Raw, ReadSettings
from pipeline.read.sniff import Format, sniff
from schemas.errors import EncryptedFile, MissingProgram, OversizedFile, TruncatedFile

_PROGRAMS = ("soffice", "libreoffice")
_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_ENDING = {Format.DOC: ".doc", Format.ODT: ".odt", Format.RTF: ".rtf"}


def read_office(path: Path, settings: ReadSettings) -> Raw:
    """A .doc, .odt or .rtf file.

    Raises:
        MissingProgram: LibreOffice is not installed.
        EncryptedFile, TruncatedFile: LibreOffice can't open the file.
        OversizedFile: the conversion takes longer than `settings.office_timeout` seconds.
    """
    kind = sniff(path, settings)
    program = _program(path)
    with tempfile.TemporaryDirectory(prefix="congvan-") as folder:
        converted = _convert(program, path, kind, Path(folder), settings.office_timeout)
        raw = read_docx(converted, settings)
    return replace(raw, media_type=kind.value)


def _program(path: Path) -> str:
    for name in _PROGRAMS:
        if (found := shutil.which(name)) is not None:
            return found
    if _MAC.exists():
        return str(_MAC)
    raise MissingProgram(
        f"{path.name} needs LibreOffice to be read, and LibreOffice is not installed.",
        remedy="Install it (Debian, Ubuntu: `apt install libreoffice-writer-nogui`; elsewhere: libreoffice.org), "
        "or save the file as .docx and import that.",
    )


def _convert(program: str, path: Path, kind: Format, folder: Path, timeout: float) -> Path:
    source = folder / f"in{_ENDING[kind]}"  # a plain name: the original's may hold what a command line would misread
    shutil.copyfile(path, source)
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    said = _run(command, timeout, path)
    converted = folder / "out" / "in.docx"
    if not converted.exists():
        if _encrypted(source, kind):
            raise EncryptedFile(f"{path.name} is protected with a password.")
        raise TruncatedFile(f"LibreOffice can't open {path.name}{': ' + said if said else ''}.")
    return converted


def _run(command: list[str], timeout: float, path: Path) -> str:
    """Run LibreOffice; its last words. It starts children of its own, which must end with it."""
    posix = sys.platform != "win32"
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=posix,
        text=True,
        errors="replace",
    ) as process:
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            if posix:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.communicate()
            raise OversizedFile(
                f"LibreOffice did not convert {path.name} within {timeout:g} seconds.",
                remedy="Raise the limit in the settings, or save the file as .docx and import that.",
            ) from error
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1].strip().rstrip(".") if lines else ""


def _encrypted(source: Path, kind: Format) -> bool:
    """Whether a Word 97 file says that it is encrypted: a bit of its header, after the mark 0xA5EC."""
    if kind is not Format.DOC:
        return False
    data = source.read_bytes()
    for offset in range(512, min(len(data) - 12, 1 << 20), 512):
        if data[offset : offset + 2] == b"\xec\xa5":
            return bool(data[offset + 11] & 0x01)
    return False
