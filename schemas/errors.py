"""What can go wrong with a file, as types: each says what happened, what it means and what to do; each has an exit."""

from __future__ import annotations

from typing import ClassVar


class CongvanError(Exception):
    """The base of all errors that a user should see. `str(error)` is one paragraph for people."""

    exit_status: ClassVar[int] = 1
    code: ClassVar[str] = "error"
    meaning: ClassVar[str] = ""
    remedy: ClassVar[str] = ""

    def __init__(self, what: str, *, remedy: str | None = None) -> None:
        self.what = what
        self.advice = remedy if remedy is not None else self.remedy
        super().__init__(" ".join(part for part in (what, self.meaning, self.advice) if part))


class UnreadableFile(CongvanError):
    """The file can't be read as what it seems to be."""

    exit_status = 10
    code = "unreadable"


class EmptyFile(UnreadableFile):
    exit_status = 11
    code = "empty"
    meaning = "There is nothing in it to read."
    remedy = "Ask the sender for the file again."


class EncryptedFile(UnreadableFile):
    exit_status = 12
    code = "encrypted"
    meaning = "It can't be opened without its password."
    remedy = "Save a copy without the password and import that."


class TruncatedFile(UnreadableFile):
    exit_status = 13
    code = "truncated"
    meaning = "It was cut off or damaged on its way."
    remedy = "Ask the sender for the file again."


class WrongExtension(UnreadableFile):
    exit_status = 14
    code = "wrong-extension"
    meaning = "The name says one kind of file and the content is another that can't be read."
    remedy = "Give the file the ending that fits its content."


class OversizedFile(UnreadableFile):
    exit_status = 15
    code = "oversized"
    meaning = "A file that large is not read, so that one file can't take the whole machine."
    remedy = "Split it, or raise the limit in the settings."


class UnsupportedType(UnreadableFile):
    exit_status = 16
    code = "unsupported-type"
    meaning = "Letters are not kept in files of this type."
    remedy = "Import .pdf, .docx, .doc, .odt, .rtf, .txt, .md, .html or an image of the page."


class MissingProgram(CongvanError):
    """A program or a language model that this file needs is not installed."""

    exit_status = 20
    code = "missing-program"


class BadRules(CongvanError):
    """A table in data/ is wrong; raised when it is loaded."""

    exit_status = 30
    code = "bad-rules"
    remedy = "Mend the table; `congvan rules check` names the row."
