"""What a file is goes by its content; what can't be read says why, with an exit status of its own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.read import Format, ReadSettings, read
from pipeline.read.sniff import sniff
from schemas.errors import (
    CongvanError,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    TruncatedFile,
    UnsupportedType,
    WrongExtension,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SETTINGS = ReadSettings()


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def _odt(manifest: bytes) -> bytes:
    return _zip(**{"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF__manifest.xml": manifest})


def _ole(stream: str) -> bytes:
    return OLE + bytes(1024) + stream.encode("utf-16-le") + bytes(1024)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", b"%PDF-1.7\n", Format.PDF),
        ("a.doc", b"\xef\xbb\xbf junk\n%PDF-1.4\n", Format.PDF),
        ("a.pdf", _zip(word__document=b"<w/>"), Format.DOCX),
        ("a.docx", _ole("WordDocument"), Format.DOC),
        ("a.doc", b"{\\rtf1\\ansi}", Format.RTF),
        ("a.zip", _zip(mimetype=b"application/vnd.oasis.opendocument.text", content=b"x"), Format.ODT),
        ("a.txt", b"\xff\xd8\xff\xe0", Format.JPEG),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", Format.PNG),
        ("a", b"II*\x00abc", Format.TIFF),
        ("a.txt", b"<html><body>x</body></html>", Format.HTML),
        ("a.md", "Kính gửi".encode(), Format.MARKDOWN),
        ("a.xyz", "Kính gửi: Sở Y tế".encode(), Format.TEXT),
        ("a.txt", "Kính gửi: Sở Y tế".encode("utf-16-le"), Format.TEXT),
        ("a.txt", b"\x05\x06 viscii \x14", Format.TEXT),
    ],
)
def test_the_content_decides(tmp_path: Path, name: str, data: bytes, expected: Format) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert sniff(path, SETTINGS) is expected


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.pdf", b"", EmptyFile),
        ("a.txt", b" \n\t\x00\n" * 3000, EmptyFile),
        ("a.docx", _ole("EncryptedPackage"), EncryptedFile),
        ("a.odt", _odt(b"<manifest:encryption-data/>"), EncryptedFile),
        ("a.docx", _zip(word__document=b"x" * 5000)[:-40], TruncatedFile),
        ("a.doc", OLE + bytes(100), TruncatedFile),
        ("a.pdf", bytes(range(256)) * 20, TruncatedFile),
        ("a.txt", bytes(range(256)) * 20, WrongExtension),
        ("a.bin", bytes(range(256)) * 20, UnsupportedType),
        ("a.docx", _zip(xl__workbook=b"x"), UnsupportedType),
        ("a.xls", _ole("Workbook"), UnsupportedType),
        ("a.zip", _zip(a=b"x"), UnsupportedType),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(64), UnsupportedType),
        ("a.pdf", b"%PDF-1.7\nnothing", TruncatedFile),
        ("a.docx", _zip(word__document=b"<broken"), TruncatedFile),
        ("a.png", b"\x89PNG\r\n\x1a\nnothing", TruncatedFile),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, error: type[CongvanError]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error, match=r"^a\.") as caught:
        read(path)
    assert type(caught.value) is error
    assert caught.value.exit_status >= 10


def test_files_beyond_the_limit_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7" + bytes(1000))
    with pytest.raises(OversizedFile):
        read(path, settings=ReadSettings(max_bytes=500))


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(_zip(word__document=bytes(1 << 20)))
    with pytest.raises(OversizedFile, match="unpacks"):
        read(path, settings=ReadSettings(max_unpacked=1 << 19))


def test_a_missing_file_is_no_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "a.pdf")


def test_a_word_97_file_says_itself_that_it_is_encrypted(tmp_path: Path) -> None:
    from pipeline.read.office import _encrypted

    header = bytearray(2048)
    header[1024:1026] = b"\xec\xa5"
    (tmp_path / "a.doc").write_bytes(header)
    assert not _encrypted(tmp_path / "a.doc", Format.DOC)
    header[1024 + 11] = 0x01
    (tmp_path / "a.doc").write_bytes(header)
    assert _encrypted(tmp_path / "a.doc", Format.DOC)
