"""Who is at the desk and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class May(StrEnum):
    """What a person may be allowed."""

    READ = "read"
    CORRECT = "correct"  # change what was read
    IMPORT = "import"
    SETTLE = "settle"  # say what a unit's name means
    PROGRESS = "progress"  # say that a directive is done
    HOOK = "hook"  # be told by webhook
    ADMINISTER = "administer"


ROLES: dict[str, frozenset[May]] = {
    "administrator": frozenset(May),
    "archivist": frozenset({May.READ, May.CORRECT, May.IMPORT, May.SETTLE, May.PROGRESS}),
    "analyst": frozenset({May.READ, May.PROGRESS}),
    "tracker": frozenset({May.READ, May.PROGRESS, May.HOOK}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone (or a program with a token) whom the desk knows. `secret`: may read letters marked MẬT.

    `scopes` narrow what the role allows; None leaves it whole. `session` is the name of the browser's session.
    """

    name: str
    role: str
    secret: bool = False
    scopes: frozenset[May] | None = None
    session: str | None = None
    by_token: bool = False

    def may(self, what: May) -> bool:
        allowed = ROLES.get(self.role, frozenset())
        return what in allowed and (self.scopes is None or what in self.scopes)

    def sees(self, secrecy: str | None) -> bool:
        """Whether letters of this secrecy are shown to them."""
        return secrecy is None or self.secret


def at_the_machine(user: str) -> Person:
    """Whoever sits at the machine itself, where there are no accounts."""
    return Person(user, "administrator", secret=True)
