"""The desk's tables. Secrets are kept as digests, save those of webhooks, which sign with them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Big, Id, LetterRef, Moment, Sha256, one_of


class Account(Base):
    """A person who signs in: by a password (argon2id), or by the office's own sign-on (`subject`)."""

    __tablename__ = "accounts"
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    secret: Mapped[bool] = mapped_column(server_default=false())  # may read letters marked MẬT
    password: Mapped[str | None]
    subject: Mapped[str | None] = mapped_column(unique=True)
    disabled: Mapped[bool] = mapped_column(server_default=false())
    at: Mapped[Moment]
    __table_args__ = (one_of("role", "administrator", "archivist", "analyst"),)


class Session(Base):
    """A browser in which somebody is signed in. `digest` is of the cookie's token."""

    __tablename__ = "sessions"
    digest: Mapped[Sha256] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(120), ForeignKey("accounts.name", ondelete="CASCADE"))
    at: Mapped[Moment]
    until: Mapped[Moment]
    __table_args__ = (Index(None, "account"),)


class Token(Base):
    """A program's way in. `scopes` are what it may do, apart by a space."""

    __tablename__ = "tokens"
    id: Mapped[Id]
    digest: Mapped[Sha256] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[str]
    secret: Mapped[bool] = mapped_column(server_default=false())
    by: Mapped[str]
    at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]


class Review(Base):
    """How far the review of a letter is: the doubts that are left, and whether a person is done with it."""

    __tablename__ = "reviews"
    letter_id: Mapped[LetterRef] = mapped_column(primary_key=True)
    doubts: Mapped[int]
    done: Mapped[bool] = mapped_column(server_default=false())
    by: Mapped[str]
    at: Mapped[Moment]


class Upload(Base):
    """A file that came over the web. `place` is its copy in the inbox, until it is read."""

    __tablename__ = "uploads"
    id: Mapped[Id]
    batch: Mapped[str] = mapped_column(String(24))
    name: Mapped[str]
    place: Mapped[str]
    size: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    code: Mapped[str | None] = mapped_column(String(40))
    message: Mapped[str | None]
    letters: Mapped[str] = mapped_column(server_default=text("''"))  # keys, apart by a space
    pages: Mapped[int] = mapped_column(server_default=text("0"))
    by: Mapped[str]
    at: Mapped[Moment]
    changed_at: Mapped[Moment]
    __table_args__ = (
        one_of("status", "queued", "reading", "imported", "there", "set_aside"),
        Index(None, "status", "id"),
        Index(None, "batch", "id"),
    )


class Hook(Base):
    """Whom to tell of changes. `cursor` is the last line of the feed that was put into the log of deliveries."""

    __tablename__ = "hooks"
    id: Mapped[Id]
    url: Mapped[str]
    key: Mapped[str]  # what deliveries are signed with
    events: Mapped[str]  # kinds of event, apart by a space; empty for all
    secret: Mapped[bool] = mapped_column(server_default=false())  # is told of letters marked MẬT too
    cursor: Mapped[int] = mapped_column(Big)
    active: Mapped[bool] = mapped_column(server_default=true())
    by: Mapped[str]
    at: Mapped[Moment]


class Delivery(Base):
    """One event for one hook: how often it was tried, what came back, when it is tried again."""

    __tablename__ = "deliveries"
    id: Mapped[Id]
    hook_id: Mapped[int] = mapped_column(ForeignKey("hooks.id", ondelete="CASCADE"))
    change_id: Mapped[int] = mapped_column(Big)
    status: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    answer: Mapped[int | None]  # the HTTP status that came back
    message: Mapped[str | None]
    at: Mapped[Moment]
    next_at: Mapped[Moment | None]
    __table_args__ = (
        one_of("status", "waiting", "delivered", "failed"),
        UniqueConstraint("hook_id", "change_id"),
        Index(None, "status", "next_at"),
    )


class Answer(Base):
    """What was answered to a request with an idempotency key, so that the same request is not done twice."""

    __tablename__ = "answers"
    who: Mapped[str] = mapped_column(String(160), primary_key=True)
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    request: Mapped[Sha256]
    status: Mapped[int]
    body: Mapped[str]
    at: Mapped[Moment]
    __table_args__ = (Index(None, "at"),)
