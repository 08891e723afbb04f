"""What kind of file it is, by its content: the name is only a hint, used where the content leaves a choice."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from pipeline.read.engine import ReadSettings
from schemas.errors import EmptyFile, EncryptedFile, OversizedFile, TruncatedFile, UnsupportedType, WrongExtension


class Format(StrEnum):
    """A format that can be read, by its media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    ODT = "application/vnd.oasis.opendocument.text"
    RTF = "application/rtf"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    BMP = "image/bmp"
    WEBP = "image/webp"

    @property
    def is_image(self) -> bool:
        return self.value.startswith("image/")


_ENDINGS = {
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".dotx": Format.DOCX,
    ".doc": Format.DOC,
    ".dot": Format.DOC,
    ".wps": Format.DOC,
    ".odt": Format.ODT,
    ".rtf": Format.RTF,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".png": Format.PNG,
    ".jpg": Format.JPEG,
    ".jpeg": Format.JPEG,
    ".tif": Format.TIFF,
    ".tiff": Format.TIFF,
    ".bmp": Format.BMP,
    ".webp": Format.WEBP,
}
_TEXTUAL = (Format.TEXT, Format.MARKDOWN, Format.HTML)

_MAGIC = (
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"II+\x00", Format.TIFF),
    (b"MM\x00+", Format.TIFF),
)
_MANIFEST = "META-INF/manifest.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_FOREIGN = (
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3", "a database"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
)
_HTML_START = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_HTML_TAG = re.compile(rb"</?(?:p|div|table|tr|td|span|strong|h[1-6]|ul|ol|li)\b[^>]*>", re.I)


def sniff(path: Path, settings: ReadSettings) -> Format:
    """The format of the file at `path`.

    Raises:
        EmptyFile, EncryptedFile, OversizedFile, TruncatedFile, UnsupportedType, WrongExtension: see schemas.errors.
        OSError: the file can't be opened.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(f"{path.name} is empty (0 bytes).")
    if size > settings.max_bytes:
        raise OversizedFile(f"{path.name} has {size:,} bytes, more than the limit of {settings.max_bytes:,}.")
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head.strip(b"\x00 \t\r\n\x0c"):
            _refuse_blank(path, file)
        named = _ENDINGS.get(path.suffix.lower())
        found = _by_content(path, head, file, settings)
    if found is not None:
        return found
    return _text(path, head, named)


def _by_content(path: Path, head: bytes, file: BinaryIO, settings: ReadSettings) -> Format | None:
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Format.WEBP
    if head.startswith(b"BM") and len(head) > 18 and int.from_bytes(head[2:6], "little") == path.stat().st_size:
        return Format.BMP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path, settings)
    if head.startswith(_OLE):
        return _ole(path, file)
    for magic, name in _FOREIGN:
        if head.startswith(magic) and _binary(head):
            raise UnsupportedType(f"{path.name} is {name}.")
    return None


def _refuse_blank(path: Path, file: BinaryIO) -> None:
    file.seek(0)
    while block := file.read(1 << 20):
        if block.strip(b"\x00 \t\r\n\x0c"):
            file.seek(0)
            return
    raise EmptyFile(f"{path.name} holds white space only.")


def _zip(path: Path, settings: ReadSettings) -> Format:
    """Which office format a zip archive is; archives that unpack beyond the limit are refused before unpacking."""
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            unpacked = sum(info.file_size for info in archive.infolist())
            if unpacked > settings.max_unpacked:
                raise OversizedFile(f"{path.name} unpacks to {unpacked:,} bytes, more than {settings.max_unpacked:,}.")
            kind = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
            manifest = archive.read(_MANIFEST) if kind and _MANIFEST in names else b""
    except (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise TruncatedFile(f"{path.name} begins as a zip container (.docx, .odt), but is broken: {error}.") from error
    if any(name.startswith("word/") for name in names):
        return Format.DOCX
    if b"encryption-data" in manifest:
        raise EncryptedFile(f"{path.name} is protected with a password.")
    if kind.startswith(Format.ODT.value):
        return Format.ODT
    if any(name.startswith("xl/") for name in names) or "spreadsheet" in kind:
        raise UnsupportedType(f"{path.name} is a spreadsheet.")
    if any(name.startswith("ppt/") for name in names) or "presentation" in kind:
        raise UnsupportedType(f"{path.name} is a presentation.")
    raise UnsupportedType(f"{path.name} is a zip archive.", remedy="Unpack it and import what is inside.")


def _ole(path: Path, file: BinaryIO) -> Format:
    """Which file an OLE container is: the names of its streams stand in it in UTF-16."""
    file.seek(0)
    content = file.read(64 << 20)
    if _utf16("EncryptedPackage") in content:
        raise EncryptedFile(f"{path.name} is an encrypted Office file.")
    if _utf16("WordDocument") in content:
        return Format.DOC
    for stream, name in (
        ("Workbook", "a spreadsheet"),
        ("Book", "a spreadsheet"),
        ("PowerPoint Document", "a presentation"),
        ("__substg1.0_", "a mail message"),
    ):
        if _utf16(stream) in content:
            raise UnsupportedType(f"{path.name} is {name}.")
    if len(content) < 1536:
        raise TruncatedFile(f"{path.name} begins as a Word file, but ends after {len(content)} bytes.")
    return Format.DOC


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _text(path: Path, head: bytes, named: Format | None) -> Format:
    if _binary(head):
        if named is not None and named not in _TEXTUAL:
            raise TruncatedFile(f"{path.name} should be {named.value}, but its content is not that of such a file.")
        if named is None:
            raise UnsupportedType(f"{path.name} holds data of an unknown type.")
        raise WrongExtension(f"{path.name} is named as text, but holds binary data.")
    probe = head.replace(b"\x00", b"")
    if _HTML_START.search(probe) is not None:
        return Format.HTML
    if named is Format.HTML or named is Format.MARKDOWN:
        return named
    if len(_HTML_TAG.findall(probe)) >= 6:
        return Format.HTML
    return Format.TEXT


def _binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding that letters come in."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or _looks_utf16(head):
        return False
    return len(head) - len(head.translate(None, _CONTROL)) > max(1, len(head) // 200)


# VISCII puts six capital letters on control codes: Ẳ Ẵ Ẫ Ỷ Ỹ Ỵ.
_VISCII = b"\x02\x05\x06\x14\x19\x1e"
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x0c\x0b\x1a\x1b" + _VISCII)


def _looks_utf16(head: bytes) -> bool:
    """UTF-16 without a byte order mark: of Vietnamese text, most characters have a high byte of 0, 1 or 0x1e."""
    if len(head) < 4:
        return False
    even, odd = head[0::2], head[1::2]
    for high, low in ((odd, even), (even, odd)):
        if (
            sum(1 for byte in high if byte in (0, 1, 0x1E, 0x20)) > 0.95 * len(high)
            and high.count(0) > len(high) // 2
            and low.count(0) < len(low) // 50 + 1
        ):
            return True
    return False


def named_format(path: Path) -> Format | None:
    """The format that the file's ending claims, None for an unknown ending."""
    return _ENDINGS.get(path.suffix.lower())
