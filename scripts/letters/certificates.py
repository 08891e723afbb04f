"""Keys and certificates for the signed samples: a self-made authority, one key for all who sign.

The keys in data/letters/keys were made once by `make_keys`, for these samples alone; they protect nothing.
"""

from __future__ import annotations

import datetime
import random
from typing import Any

from scripts.letters.model import ROOT

KEYS = ROOT / "keys"
LIFE = (datetime.datetime(2020, 1, 1), datetime.datetime(2060, 1, 1))
NOTE = b"TEST KEY of the sample letters. Anyone has it: a signature made with it proves nothing.\n"
AUTHORITY = ("Chứng thực thử nghiệm (không có giá trị)", "congvan")


def private_key(name: str) -> Any:
    """The key of that name as pyHanko's signers take it (asn1crypto)."""
    from asn1crypto import keys, pem

    return keys.PrivateKeyInfo.load(pem.unarmor((KEYS / f"{name}.key.pem").read_bytes())[2])


def authority() -> bytes:
    """The self-made authority's certificate, DER: the root to trust where a test wants trust."""
    return _issued(*AUTHORITY, serial=1, is_authority=True)


def certificate(common: str, organisation: str) -> bytes:
    """A certificate for a person or an office, DER; its serial number is drawn from the names."""
    serial = random.Random(f"{common}|{organisation}").getrandbits(63) | 1
    return _issued(common, organisation, serial=serial, is_authority=False)


def _issued(common: str, organisation: str, *, serial: int, is_authority: bool) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    holder = _openssl("authority" if is_authority else "signer")
    own = not is_authority
    usage = x509.KeyUsage(own, own, False, False, False, is_authority, is_authority, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(common, organisation))
        .issuer_name(_name(*AUTHORITY))
        .public_key(holder.public_key())
        .serial_number(serial)
        .not_valid_before(LIFE[0])
        .not_valid_after(LIFE[1])
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(_openssl("authority"), hashes.SHA256())
    )
    return bytes(made.public_bytes(serialization.Encoding.DER))


def _name(common: str, organisation: str) -> Any:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    values = ((NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value[:64]) for oid, value in values])


def _openssl(name: str) -> Any:
    from cryptography.hazmat.primitives import serialization

    return serialization.load_pem_private_key((KEYS / f"{name}.key.pem").read_bytes(), None)


def make_keys() -> None:
    """Make the two test keys where there are none."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    KEYS.mkdir(parents=True, exist_ok=True)
    for name in ("authority", "signer"):
        path = KEYS / f"{name}.key.pem"
        if not path.exists():
            made = rsa.generate_private_key(65537, 2048)
            form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            path.write_bytes(NOTE + made.private_bytes(*form))
