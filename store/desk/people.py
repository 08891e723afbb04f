"""Accounts, sessions and tokens. Passwords are kept as argon2id, sessions and tokens as SHA-256 of random words."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, select

from store import changes
from store.changes import Event
from store.desk.tables import Account, Session, Token
from store.errors import NotFound, Refused
from store.sql import insert, insert_missing, next_id, table
from store.words import now

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES = ("administrator", "archivist", "analyst")
LASTS = dt.timedelta(hours=12)
SHORTEST = 10  # characters of a password


@dataclass(frozen=True, slots=True)
class Known:
    """An account. `secret`: may read letters marked MẬT."""

    name: str
    role: str
    secret: bool
    disabled: bool
    subject: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Pass:
    """A program's token, without the token itself."""

    id: int
    name: str
    role: str
    scopes: tuple[str, ...]
    secret: bool
    by: str
    at: str
    used_at: str | None
    revoked_at: str | None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher as Hasher

    return Hasher()  # argon2id, the parameters of RFC 9106 for little memory


@cache
def _nobody() -> str:
    """A hash to compare with where there is no account, so that the answer takes as long."""
    return _hasher().hash(secrets.token_hex(16))


def save(
    connection: Connection, name: str, *, role: str, secret: bool, by: str, password: str | None = None,
    subject: str | None = None, disabled: bool = False,
) -> None:  # fmt: skip
    """Make an account, or change it; without a password the old one stays.

    Raises:
        Refused: no such role; a password that is too short; an empty name.
    """
    if role not in ROLES:
        raise Refused(f"There is no role {role!r}; there are {', '.join(ROLES)}.")
    if not name.strip() or len(name) > 120:
        raise Refused("An account needs a name of at most 120 characters.")
    if password is not None and len(password) < SHORTEST:
        raise Refused(f"A password has at least {SHORTEST} characters.")
    values: dict[str, Any] = {"role": role, "secret": secret, "disabled": disabled}
    if password is not None:
        values["password"] = _hasher().hash(password)
    if subject is not None:
        values["subject"] = subject
    a = table(Account)
    insert_missing(connection, a, [{"name": name, "at": now(), "password": None, "subject": None, **values}])
    connection.execute(a.update().where(a.c.name == name).values(**values))
    if disabled or password is not None:
        connection.execute(delete(Session).where(Session.account == name))
    said = {"role": role, "secret": secret, "disabled": disabled}
    changes.log(connection, [Event("account.saved", pointer=name, after=said)], by=by)


def accounts(connection: Connection) -> list[Known]:
    """All accounts, by name."""
    return [_known(row) for row in connection.execute(select(Account).order_by(Account.name))]


def any_account(connection: Connection) -> bool:
    return bool(connection.scalar(select(func.count()).select_from(Account)))


def check(connection: Connection, name: str, password: str) -> Known | None:
    """The account of that name if the password is its own; None otherwise, after the same time."""
    from argon2.exceptions import InvalidHashError, VerificationError

    row = connection.execute(select(Account).where(Account.name == name)).one_or_none()
    kept = row.password if row is not None and row.password is not None else _nobody()
    try:
        _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return None
    return _known(row) if row is not None and row.password is not None and not row.disabled else None


def by_subject(connection: Connection, subject: str) -> Known | None:
    """The account of somebody whom the office's sign-on knows."""
    row = connection.execute(select(Account).where(Account.subject == subject)).one_or_none()
    return None if row is None else _known(row)


def begin(connection: Connection, name: str) -> str:
    """Sign somebody in; gives the session's token, which is kept nowhere here."""
    token, at = secrets.token_urlsafe(32), dt.datetime.now(dt.UTC)
    connection.execute(delete(Session).where(Session.until < now()))
    row = {"digest": _digest(token), "account": name, "at": now(), "until": _moment(at + LASTS)}
    insert(connection, table(Session), [row])
    changes.log(connection, [Event("account.signed_in", pointer=name)], by=name)
    return token


def of_session(connection: Connection, token: str) -> Known | None:
    """Whose session this is; None for one that ended, or an account that is disabled."""
    query = (
        select(Account)
        .join(Session, Session.account == Account.name)
        .where(Session.digest == _digest(token), Session.until > now(), Account.disabled.is_(False))
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _known(row)


def end(connection: Connection, token: str) -> None:
    """Sign out."""
    connection.execute(delete(Session).where(Session.digest == _digest(token)))


def make_token(
    connection: Connection, name: str, *, role: str, scopes: Sequence[str], secret: bool, by: str
) -> str:  # fmt: skip
    """Make a token for a program; gives it, this once."""
    token = "cv_" + secrets.token_urlsafe(32)
    row = {"id": next_id(connection, Token), "digest": _digest(token), "name": name, "role": role,
           "scopes": " ".join(scopes), "secret": secret, "by": by, "at": now(), "used_at": None,
           "revoked_at": None}  # fmt: skip
    insert(connection, table(Token), [row])
    changes.log(connection, [Event("token.made", pointer=name, after={"role": role, "scopes": list(scopes)})], by=by)
    return token


def of_token(connection: Connection, token: str) -> Pass | None:
    """What a token allows; None for one that is unknown or revoked."""
    row = connection.execute(select(Token).where(Token.digest == _digest(token))).one_or_none()
    return None if row is None or row.revoked_at is not None else _pass(row)


def used(connection: Connection, number: int) -> None:
    """Note that a token was used."""
    connection.execute(table(Token).update().where(table(Token).c.id == number).values(used_at=now()))


def revoke(connection: Connection, number: int, *, by: str) -> None:
    """End a token for good.

    Raises:
        NotFound: there is no such token.
    """
    t = table(Token)
    if connection.execute(t.update().where(t.c.id == number).values(revoked_at=now())).rowcount == 0:
        raise NotFound(f"No token has the number {number}.")
    changes.log(connection, [Event("token.revoked", pointer=str(number))], by=by)


def tokens(connection: Connection) -> list[Pass]:
    """All tokens, the newest first."""
    return [_pass(row) for row in connection.execute(select(Token).order_by(Token.id.desc()))]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _moment(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _known(row: Any) -> Known:
    return Known(row.name, row.role, row.secret, row.disabled, row.subject, row.at)


def _pass(row: Any) -> Pass:
    return Pass(
        row.id, row.name, row.role, tuple(row.scopes.split()), row.secret, row.by, row.at, row.used_at, row.revoked_at
    )
