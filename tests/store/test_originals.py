"""Originals: files' bytes under their SHA-256, unchanged, all or nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import MissingProgram
from store.errors import DamagedOriginal, NotFound
from store.originals import Originals, sha256_of


@pytest.fixture
def kept(tmp_path: Path) -> Originals:
    return Originals(str(tmp_path / "originals"))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_come_back_as_they_were(kept: Originals) -> None:
    data = bytes(range(256)) * 20
    sha256 = kept.put(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert kept.has(sha256)
    assert kept.get(sha256) == data


@given(data=st.binary(max_size=200))
def test_whatever_the_bytes_are_they_come_back(data: bytes) -> None:
    kept = Originals("memory://originals-of-tests")
    assert kept.get(kept.put(data)) == data


def test_the_same_bytes_are_one_file_that_is_not_written_again(kept: Originals, tmp_path: Path) -> None:
    sha256 = kept.put(b"once")
    (file,) = _files(tmp_path)
    before = file.stat()
    assert kept.put(b"once") == sha256
    assert _files(tmp_path) == [file]
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_changed_original_is_not_given_out(kept: Originals, tmp_path: Path) -> None:
    sha256 = kept.put(b"as it was signed")
    (file,) = _files(tmp_path)
    file.write_bytes(b"as it was sighed")
    with pytest.raises(DamagedOriginal, match=sha256[:12]):
        kept.get(sha256)


def test_one_that_is_not_there_is_said_to_be_missing(kept: Originals) -> None:
    assert not kept.has("0" * 64)
    with pytest.raises(NotFound, match="000000000000"):
        kept.get("0" * 64)


def test_all_that_is_there_is_listed_without_what_is_no_original(kept: Originals, tmp_path: Path) -> None:
    assert list(kept.all()) == []  # the folder is made with the first original
    put = sorted(kept.put(f"{n}".encode()) for n in range(5))
    folder = tmp_path / "originals"
    (folder / "README").write_text("of the archive")
    (folder / put[0][:2] / ".half.part").write_bytes(b"a write that was cut off")
    assert list(kept.all()) == put


def test_a_write_that_fails_leaves_nothing(kept: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            kept.put(b"too much")
    assert _files(tmp_path) == []
    assert kept.get(kept.put(b"too much")) == b"too much"


def test_what_another_process_puts_is_seen(kept: Originals) -> None:
    assert list(kept.all()) == []
    sha256 = Originals(kept.place).put(b"from elsewhere")
    assert kept.has(sha256)
    assert list(kept.all()) == [sha256]


def test_a_place_whose_package_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import fsspec

    def missing(*_: object, **__: object) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec.core, "url_to_fs", missing)
    with pytest.raises(MissingProgram, match="s3fs") as error:
        Originals("s3://bucket/letters")
    assert "congvan[s3]" in str(error.value)


def test_the_sum_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "thu.pdf"
    file.write_bytes(b"%PDF" * 100_000)
    assert sha256_of(file) == hashlib.sha256(b"%PDF" * 100_000).hexdigest()
