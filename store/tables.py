"""The tables. One name for each thing:

- an *original* is a file's bytes; an *import* is what became of one original; a *reading* is the record that the
  machine made of one document in an original, kept whole;
- a *letter* is the document itself: one or more readings (scan, signed PDF, Word draft) and what people corrected.
  Its columns, directives, assignments, deadlines, citations and recipients are derived from those and never edited;
- a *mention* is a unit's name as written, in the context in which it was written. Which units it means is said once,
  in `mention_units`, and holds for every letter that has the mention;
- a *change* is a line of the audit, which is also the feed: append-only, in the order of commits.

Ids are given by the one writer that a store has at a time (see `store.book`), so they grow in the order of commits.
Moments are ISO 8601 in UTC; days are dates; a day that may be partly blank is EDTF text beside its first day.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Big, Bytewise, DirectiveRef, Id, LetterRef, MentionRef, Moment, Sha256, one_of

STATES = ("open", "in_progress", "done", "cancelled")
CLUSTERED = {"sqlite_with_rowid": False}  # SQLite keeps the rows in the order of their key, and no second tree of keys


class Setting(Base):
    """What the store knows of itself: where its originals are."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str]


class Original(Base):
    """A file's bytes, kept unchanged under their SHA-256."""

    __tablename__ = "originals"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    kept_at: Mapped[Moment]


class Import(Base):
    """What became of a file. One row for each content: imported, or set aside with a reason."""

    __tablename__ = "imports"
    id: Mapped[Id]
    sha256: Mapped[Sha256] = mapped_column(unique=True)
    path: Mapped[str]
    status: Mapped[str] = mapped_column(String(12))
    code: Mapped[str | None] = mapped_column(String(40))
    message: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default=sql("1"))
    letters: Mapped[int] = mapped_column(server_default=sql("0"))
    pages: Mapped[int] = mapped_column(server_default=sql("0"))
    at: Mapped[Moment]
    program: Mapped[str] = mapped_column(String(40))
    __table_args__ = (one_of("status", "imported", "set_aside"), Index(None, "status", "id"))


class LetterRow(Base):
    """A letter as it stands: the best of its readings, with the corrections of people."""

    __tablename__ = "letters"
    id: Mapped[Id]
    key: Mapped[str] = mapped_column(Bytewise, unique=True)  # the id that people and other systems use; never changes
    kind: Mapped[str] = mapped_column(String(24))
    number: Mapped[str | None]
    symbol: Mapped[str | None]
    identity: Mapped[str | None] = mapped_column(Bytewise)  # number and symbol, folded: what a citation is matched by
    issued: Mapped[str | None] = mapped_column(String(24))  # EDTF
    issued_on: Mapped[dt.date | None] = mapped_column(Date)  # its first day
    place: Mapped[str | None]
    issuer_id: Mapped[int | None] = mapped_column(Big, ForeignKey("mentions.id"))
    issuer_parent: Mapped[str | None]  # as written
    subject: Mapped[str | None]
    urgency: Mapped[str | None] = mapped_column(String(16))
    secrecy: Mapped[str | None] = mapped_column(String(16))
    signer: Mapped[str | None]
    signer_position: Mapped[str | None]
    arrival_number: Mapped[str | None]
    arrival_on: Mapped[dt.date | None] = mapped_column(Date)
    pages: Mapped[int]
    text_hash: Mapped[str | None] = mapped_column(String(16))  # of what it says, for copies without a number
    findings: Mapped[int]
    words: Mapped[str]  # what the search reads of it
    added_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    __table_args__ = (
        Index(None, "identity", "issuer_id"),
        Index(None, "issued_on", "id"),
        Index(None, "issuer_id", "issued_on"),
        Index(None, "kind", "issued_on"),
        Index(None, "text_hash"),
        Index(None, "findings", "id"),
        Index("ix_letters_unnumbered", "issued_on", postgresql_where=sql("identity IS NULL"),
              sqlite_where=sql("identity IS NULL")),
    )  # fmt: skip


class Reading(Base):
    """The record that the machine made of one document of an original, byte for byte."""

    __tablename__ = "readings"
    id: Mapped[Id]
    sha256: Mapped[Sha256] = mapped_column(ForeignKey("originals.sha256"))
    part: Mapped[int]  # 0 for a file's first document
    letter_id: Mapped[LetterRef]
    record: Mapped[str]
    proposed: Mapped[str | None]  # what newer rules read, until a person accepts it
    program: Mapped[str] = mapped_column(String(40))
    at: Mapped[Moment]
    __table_args__ = (UniqueConstraint("sha256", "part"), Index(None, "letter_id"))


class Text(Base):
    """A letter's whole text, as its most trusted reading has it. `sketch` is what copies are sought by."""

    __tablename__ = "texts"
    letter_id: Mapped[LetterRef] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(Big, ForeignKey("readings.id"))
    sketch: Mapped[bytes | None] = mapped_column(LargeBinary)
    text: Mapped[bytes] = mapped_column(LargeBinary)  # zlib, UTF-8


class Pending(Base):
    """What newer rules read of a document of an original, until a person accepts it: its text, and for a document that
    was not told from its neighbours before, its record and the key that the letter would have."""

    __tablename__ = "pending"
    sha256: Mapped[Sha256] = mapped_column(ForeignKey("originals.sha256"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(Bytewise, unique=True)
    record: Mapped[str | None]
    text: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[Moment]


class DirectiveRow(Base):
    """An obligation. `uid` is the record's own id of it; the row, with its progress, outlives re-reading."""

    __tablename__ = "directives"
    id: Mapped[Id]
    letter_id: Mapped[LetterRef]
    uid: Mapped[str] = mapped_column(Bytewise)
    position: Mapped[int]
    ordinal: Mapped[str | None]
    text: Mapped[str]
    action: Mapped[str | None]
    submit_to: Mapped[str | None]
    due: Mapped[dt.date | None] = mapped_column(Date)  # the first of its deadlines' last days
    issued_on: Mapped[dt.date | None] = mapped_column(Date)  # its letter's, so that one index answers
    issuer_id: Mapped[int | None] = mapped_column(Big, ForeignKey("mentions.id"))  # its letter's too
    limits: Mapped[int] = mapped_column(server_default=sql("0"))  # how many deadlines it has
    recurring: Mapped[bool] = mapped_column(server_default=false())
    state: Mapped[str] = mapped_column(String(12), server_default=sql("'open'"))
    done_on: Mapped[dt.date | None] = mapped_column(Date)
    answer_id: Mapped[int | None] = mapped_column(Big, ForeignKey("letters.id", ondelete="SET NULL"))
    retired: Mapped[bool] = mapped_column(server_default=false())  # no longer read, kept for its progress
    __table_args__ = (
        UniqueConstraint("letter_id", "uid"),
        one_of("state", *STATES),
        Index(None, "due", "id"),
        Index(None, "issuer_id", "due", "id"),
        Index("ix_directives_answer_id", "answer_id", postgresql_where=sql("answer_id IS NOT NULL"),
              sqlite_where=sql("answer_id IS NOT NULL")),
        Index("ix_directives_recurring", "id", postgresql_where=sql("recurring"), sqlite_where=sql("recurring")),
    )  # fmt: skip


class Assignment(Base):
    """Who must do it, as lead or support. `due` is the directive's, so that one index answers what a unit owes when."""

    __tablename__ = "assignments"
    directive_id: Mapped[DirectiveRef] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    mention_id: Mapped[MentionRef]
    role: Mapped[str] = mapped_column(String(8))
    due: Mapped[dt.date | None] = mapped_column(Date)
    __table_args__ = (
        one_of("role", "lead", "support"),
        Index(None, "mention_id", "due", "directive_id", "role"),
        CLUSTERED,
    )


class DeadlineRow(Base):
    """A limit in time of a directive, as `schemas.record.Deadline` says."""

    __tablename__ = "deadlines"
    directive_id: Mapped[DirectiveRef] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    bound: Mapped[str | None] = mapped_column(String(8))
    date: Mapped[str | None] = mapped_column(String(24))  # EDTF
    time: Mapped[str | None] = mapped_column(String(5))
    duration: Mapped[str | None] = mapped_column(String(16))
    calendar: Mapped[str | None] = mapped_column(String(8))
    anchor: Mapped[str | None] = mapped_column(String(8))
    recurrence: Mapped[str | None]
    due: Mapped[dt.date | None] = mapped_column(Date)
    __table_args__ = (one_of("bound", "before", "by", "within"), CLUSTERED)


class Citation(Base):
    """A document that a letter cites. `cited_id` where it is in the archive."""

    __tablename__ = "citations"
    letter_id: Mapped[LetterRef] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    number: Mapped[str | None]
    symbol: Mapped[str | None]
    identity: Mapped[str | None] = mapped_column(Bytewise)
    date: Mapped[str | None] = mapped_column(String(24))  # EDTF
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    relation: Mapped[str] = mapped_column(String(12))
    cited_id: Mapped[int | None] = mapped_column(Big, ForeignKey("letters.id", ondelete="SET NULL"))
    __table_args__ = (Index(None, "identity"), Index(None, "cited_id"), CLUSTERED)


class Recipient(Base):
    """An entry of Kính gửi (`to`) or Nơi nhận (`copy`)."""

    __tablename__ = "recipients"
    letter_id: Mapped[LetterRef] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(String(4), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    mention_id: Mapped[MentionRef]
    purpose: Mapped[str | None]
    __table_args__ = (one_of("part", "to", "copy"), Index(None, "mention_id", "letter_id"), CLUSTERED)


class Correction(Base):
    """What a person says in place of what was read. The latest of a pointer holds; none is ever deleted."""

    __tablename__ = "corrections"
    id: Mapped[Id]
    letter_id: Mapped[LetterRef]
    pointer: Mapped[str]  # JSON Pointer; a directive is named by its id, not by its place: /directives/ID/text
    before: Mapped[str | None]  # JSON
    after: Mapped[str | None]  # JSON
    withdrawn: Mapped[bool] = mapped_column(server_default=false())
    by: Mapped[str]
    at: Mapped[Moment]
    note: Mapped[str | None]
    __table_args__ = (Index(None, "letter_id", "id"),)


class Change(Base):
    """A line of the audit and of the feed. Append-only: a trigger refuses anything else."""

    __tablename__ = "changes"
    id: Mapped[Id]
    at: Mapped[Moment]
    by: Mapped[str]
    what: Mapped[str] = mapped_column(String(32))  # letter.added, directive.state …
    letter: Mapped[str | None] = mapped_column(String(16))  # keys, so that a line outlives what it speaks of
    directive: Mapped[str | None] = mapped_column(String(64))
    pointer: Mapped[str | None]
    before: Mapped[str | None]  # JSON
    after: Mapped[str | None]  # JSON
    __table_args__ = (Index(None, "letter", "id"),)
