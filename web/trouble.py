"""What a request can run into, beside the errors of the store and the pipeline."""

from __future__ import annotations

from typing import ClassVar


class Trouble(Exception):
    """An answer other than the one hoped for. `code` names its words in the table of messages (`error.CODE`)."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad"

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail
        super().__init__(detail or self.code)


class NotThere(Trouble):
    status = 404
    code = "not-found"


class SignInFirst(Trouble):
    status = 401
    code = "sign-in"


class Forbidden(Trouble):
    status = 403
    code = "forbidden"


class Conflict(Trouble):
    """Somebody else changed it meanwhile."""

    status = 409
    code = "conflict"


class Unfit(Trouble):
    """The values that were sent don't fit."""

    status = 422
    code = "unfit"


class TooLarge(Trouble):
    status = 413
    code = "too-large"


class Stale(Trouble):
    """If-Match named a version that is no longer the last."""

    status = 412
    code = "stale"
