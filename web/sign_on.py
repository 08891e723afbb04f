"""An office's own sign-on by OpenID Connect: the code flow with PKCE; the answer's signature is checked."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from joserfc import jwe, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from web.settings import SignOn
from web.trouble import Forbidden, Trouble

LASTS_S = 600
_PATIENCE_S = 10
_SEALED = {"alg": "dir", "enc": "A256GCM"}


class SignOnFailed(Trouble):
    status = 502
    code = "sign-on"


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom the sign-on knows: a stable name of theirs, how they are called, and what they may do here."""

    subject: str
    name: str
    role: str
    secret: bool


@dataclass(frozen=True, slots=True)
class _Going:
    verifier: str
    nonce: str
    after: str
    at: float  # UNIX time


class Door:
    """The way out to the sign-on and back.

    What must be remembered of somebody who is away stands in the state that their browser brings back, sealed with the
    client's secret: they may come back to another desk of the same office.
    """

    def __init__(self, settings: SignOn, *, back: str) -> None:
        """`back` is the address of this desk that the sign-on sends people back to."""
        self._settings = settings
        self._back = back
        self._seal = OctKey.import_key(hashlib.sha256(b"congvan state " + settings.client_secret.encode()).digest())
        self._known: dict[str, Any] | None = None

    def away(self, after: str) -> tuple[str, str]:
        """Where to send somebody who wants to sign in, and the state that their browser must bring back."""
        verifier, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        going = _Going(verifier, nonce, after, time.time())
        state = jwe.encrypt_compact(_SEALED, json.dumps(asdict(going)).encode(), self._seal)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code", "client_id": self._settings.client_id, "redirect_uri": self._back,
            "scope": "openid profile email", "state": state, "nonce": nonce, "code_challenge": challenge,
            "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{self._found()['authorization_endpoint']}?{urlencode(asked)}", state

    def back(self, state: str, code: str) -> tuple[Somebody, str]:
        """Who came back, and where they wanted to go.

        Raises:
            SignOnFailed: the answer is not one to what was asked, or is not signed by the sign-on.
            Forbidden: they are known, and have no role here.
        """
        going = self._opened(state)
        answer = self._fetch(
            self._found()["token_endpoint"],
            {"grant_type": "authorization_code", "code": code, "redirect_uri": self._back,
             "client_id": self._settings.client_id, "client_secret": self._settings.client_secret,
             "code_verifier": going.verifier},
        )  # fmt: skip
        return self._somebody(self._claims(str(answer.get("id_token", "")), going.nonce)), going.after

    def _opened(self, state: str) -> _Going:
        try:
            going = _Going(**json.loads(jwe.decrypt_compact(state, self._seal).plaintext or b""))
        except (JoseError, ValueError, TypeError) as error:
            raise SignOnFailed("state") from error
        if not 0 <= time.time() - going.at <= LASTS_S:
            raise SignOnFailed("state")
        return going

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(self._fetch(self._found()["jwks_uri"]))  # type: ignore[arg-type]
        try:
            read = jwt.decode(token, keys, algorithms=["RS256", "ES256", "PS256"])
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self._settings.issuer},
                aud={"essential": True, "value": self._settings.client_id},
                nonce={"essential": True, "value": nonce},
                exp={"essential": True},
                sub={"essential": True},
            ).validate(read.claims)
        except (JoseError, ValueError) as error:
            raise SignOnFailed(str(error)) from error
        return dict(read.claims)

    def _somebody(self, claims: dict[str, Any]) -> Somebody:
        held = claims.get(self._settings.groups_claim) or []
        groups = set(held if isinstance(held, list) else [held])
        role = next((role for group, role in self._settings.roles if group in groups), None)
        if role is None:
            raise Forbidden
        name = str(claims.get("name") or claims.get("preferred_username") or claims.get("email") or claims["sub"])
        secret = self._settings.secret_group is not None and self._settings.secret_group in groups
        return Somebody(f"{self._settings.issuer} {claims['sub']}", name[:100], role, secret)

    def _found(self) -> dict[str, Any]:
        """What the sign-on says of itself."""
        if self._known is None:
            known = self._fetch(self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if known.get("issuer") != self._settings.issuer:
                raise SignOnFailed("issuer")
            self._known = known
        return self._known

    def _fetch(self, url: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        data = None if form is None else urlencode(form).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=_PATIENCE_S) as answer:
                read: dict[str, Any] = json.loads(answer.read(1_000_000))
                return read
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise SignOnFailed(str(error)) from error
