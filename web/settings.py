"""What the desk is told when it starts: where it listens, who may come, how large a file may be."""

from __future__ import annotations

import ipaddress
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas.errors import CongvanError


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """An office's own sign-on (OpenID Connect). `archivists` … are names in the claim `groups`."""

    issuer: str
    client_id: str
    client_secret: str
    groups_claim: str = "groups"
    roles: tuple[tuple[str, str], ...] = ()  # (group, role), the first that a person has counts
    secret_group: str | None = None  # who is in it may read letters marked MẬT


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the desk runs. `accounts`: people sign in; without, whoever reaches the machine's own port may do all."""

    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8030
    accounts: bool = False
    address: str | None = None  # the address that people type, behind a reverse proxy; None for host and port
    hosts: tuple[str, ...] = ()  # further names that the desk answers to
    upload_bytes: int = 64 * 1024 * 1024  # of one file
    batch_bytes: int = 1024 * 1024 * 1024  # of one drop
    jobs: int | None = None  # files read at once; None for all cores
    parser: str = "pipeline:analyse"
    inbox: Path | None = None  # where uploads wait; None for a folder beside the store
    hook_networks: tuple[str, ...] = ()  # private networks that webhooks may reach, such as 10.1.0.0/16
    sign_on: SignOn | None = None
    background: bool = True  # read uploads and deliver webhooks; tests turn it off
    user: str = field(default="unknown")  # who is written in the audit where there are no accounts

    @property
    def secure(self) -> bool:
        """Whether people come over HTTPS, so that cookies may be kept to it."""
        return self.address is not None and self.address.startswith("https://")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class BadConfig(CongvanError):
    """The file of settings says something that is not known."""

    exit_status = 2
    code = "bad-config"
    remedy = "docs/web.md lists what it may say."


def read_config(path: Path) -> dict[str, Any]:
    """What a TOML file of settings says: upload_mb, inbox, hook_networks, and [sign_on].

    The sign-on's secret may stand in CONGVAN_SIGN_ON_SECRET instead.

    Raises:
        BadConfig: it is no TOML, or says what is not known.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        found: dict[str, Any] = {}
        if (size := said.pop("upload_mb", None)) is not None:
            found["upload_bytes"] = int(size) << 20
        if (inbox := said.pop("inbox", None)) is not None:
            found["inbox"] = Path(inbox)
        networks = said.pop("hook_networks", [])
        found["hook_networks"] = tuple(str(ipaddress.ip_network(each)) for each in networks)
        door = said.pop("sign_on", None)
        if door is not None:
            roles = tuple(dict(door.pop("roles", {})).items())
            secret = os.environ.get("CONGVAN_SIGN_ON_SECRET") or door.pop("client_secret", "")
            door.pop("client_secret", None)
            found["sign_on"] = SignOn(**door, client_secret=secret, roles=roles)
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise BadConfig(f"{path}: {error}.") from error
    if said:
        raise BadConfig(f"{path}: {', '.join(said)} is not known.")
    return found
