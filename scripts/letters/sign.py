"""Signs a born-digital letter as offices do: the number and the day stand only in signature widgets' appearances.

The page is set with `Số:          /SYT-NVY` and `ngày       tháng`; then the signer signs with the picture of a
signature, and the office signs three more times, with the seal, the number and the day as the widgets' own text. Each
signature is an incremental update over all that came before.

The keys in data/letters/keys were made once by `make_keys` for these samples alone; they protect nothing.
"""

from __future__ import annotations

import datetime
import io
import math
import random
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from scripts.letters.layout import HEIGHT, Spot, typeset
from scripts.letters.model import ROOT, Letter
from scripts.letters.pdf import draw, scrap

KEYS = ROOT / "keys"
HANOI = datetime.timezone(datetime.timedelta(hours=7))
LIFE = (datetime.datetime(2020, 1, 1), datetime.datetime(2060, 1, 1))


def signed(letter: Letter, *, lag_days: int = 0, panel: bool = False) -> bytes:
    """The letter as a signed PDF; the office's clerk signs `lag_days` after the letter's day.

    `panel` adds the visible `Ký bởi … Thời gian ký …` of an information portal in the top margin.
    """
    if letter.date is None or letter.number is None or letter.signer is None or letter.issuer is None:
        raise ValueError(f"{letter.id}: a signed letter needs number, date, signer and issuer")
    sheets = typeset(letter, blank=("number", "day"))
    spots = sheets.spots
    day = datetime.date.fromisoformat(letter.date)
    signing = datetime.datetime.combine(day, datetime.time(8, 41, 17), HANOI)
    filing = signing + datetime.timedelta(days=lag_days, minutes=23)
    person, office = f"{letter.signer.name}", letter.issuer.name
    number, date = _around(spots["number"], 14, 9), _around(spots["day"], 4, 9)
    steps = [
        ("Signature1", person, office, signing, spots["signature"], _squiggle(spots["signature"], letter.id)),
        ("Signature2", office, office, filing, spots["position"], _ring(spots["position"])),
        ("Signature3", office, office, filing, number, _words(number, letter.number, 13.0)),
        ("Signature4", office, office, filing, date, _words(date, letter.date[-2:], 14.0, italic=True)),
    ]
    if panel:
        top = Spot(1, 400, 8, 560, 46)
        lines = [f"Ký bởi: {office}", f"Thời gian ký: {filing:%d/%m/%Y %H:%M:%S %z}"]
        steps.append(("Signature5", "Cổng Thông tin điện tử", office, filing, top, _panel(top, lines)))
    content = draw(sheets, title=letter.subject or letter.id)
    with _reproducible(letter.id, filing):
        for name, common, organisation, when, spot, appearance in steps:
            certificate = _certificate(common, organisation)
            content = _sign(content, name, certificate, when, spot, appearance)
    return content


def _around(spot: Spot, side: float, over: float) -> Spot:
    return Spot(spot.page, spot.x0 - side, spot.y0 - over + 6, spot.x1 + side, spot.y1 + 2, spot.size)


def _words(spot: Spot, text: str, size: float, *, italic: bool = False) -> bytes:
    return scrap(text, spot.x1 - spot.x0, spot.y1 - spot.y0, size=size, italic=italic)


def _drawing(spot: Spot, paint: Callable[..., None]) -> bytes:
    """A one-page PDF of the spot's size, drawn by `paint(canvas, width, height)`."""
    from reportlab.pdfgen.canvas import Canvas

    from scripts.letters.layout import register_fonts

    register_fonts()
    out = io.BytesIO()
    width, height = spot.x1 - spot.x0, spot.y1 - spot.y0
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    paint(canvas, width, height)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _squiggle(spot: Spot, seed: str) -> bytes:
    from scripts.letters.ink import smooth

    rng = random.Random(seed)

    def paint(canvas, width: float, height: float) -> None:  # type: ignore[no-untyped-def]
        points = [(width * (0.1 + 0.09 * i), height * (0.5 + rng.uniform(-0.4, 0.4))) for i in range(9)]
        canvas.setStrokeColorRGB(0.15, 0.2, 0.6)
        path = canvas.beginPath()
        first, *rest = smooth(points)
        path.moveTo(*first)
        for point in rest:
            path.lineTo(*point)
        canvas.drawPath(path)

    return _drawing(spot, paint)


def _ring(spot: Spot) -> bytes:
    def paint(canvas, width: float, height: float) -> None:  # type: ignore[no-untyped-def]
        canvas.setStrokeColorRGB(0.77, 0.13, 0.18)
        radius = min(width, height) / 2 - 1
        canvas.circle(radius + 2, height / 2, radius)
        canvas.circle(radius + 2, height / 2, radius * 0.65)
        for k in range(5):
            angle = math.pi / 2 + 2 * math.pi * k / 5
            canvas.circle(radius + 2 + 0.3 * radius * math.cos(angle), height / 2 + 0.3 * radius * math.sin(angle), 1)

    return _drawing(spot, paint)


def _panel(spot: Spot, lines: list[str]) -> bytes:
    def paint(canvas, width: float, height: float) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("LiberationSerif-Regular", 8)
        for i, line in enumerate(lines):
            canvas.drawString(2, height - 10 - 10 * i, line)

    return _drawing(spot, paint)


def _sign(
    content: bytes, name: str, certificate: bytes, when: datetime.datetime, spot: Spot, appearance: bytes
) -> bytes:
    from asn1crypto import x509
    from pyhanko.pdf_utils import layout
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle

    key, chain = _key("signer"), x509.Certificate.load(_authority())
    signer = signers.SimpleSigner(x509.Certificate.load(certificate), key, _store([chain]))
    box = tuple(round(v, 2) for v in (spot.x0, HEIGHT - spot.y1, spot.x1, HEIGHT - spot.y0))
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    spec = fields.SigFieldSpec(name, on_page=spot.page - 1, box=box)
    rule = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MIN,
        margins=layout.Margins.uniform(0),
        inner_content_scaling=layout.InnerScaling.NO_SCALING,
    )
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "appearance.pdf"
        picture.write_bytes(appearance)
        style = StaticStampStyle.from_pdf_file(str(picture), border_width=0, background_layout=rule)
        meta = signers.PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES)
        out = _dated(signers.PdfSigner, when)(meta, signer, stamp_style=style, new_field_spec=spec).sign_pdf(
            writer, bytes_reserved=8192
        )
    return bytes(out.getbuffer())


def _dated(base: type, when: datetime.datetime) -> type:
    """A signer whose clock stands still."""

    class Dated(base):  # type: ignore[misc]
        def init_signing_session(self, *args: object, **options: object) -> object:
            session = super().init_signing_session(*args, **options)
            session.system_time = when
            return session

    return Dated


@contextmanager
def _reproducible(seed: str, when: datetime.datetime) -> Iterator[None]:
    """Ids and resource names drawn from `seed`, a clock that says `when`: so that the bytes can be made again."""
    rng = random.Random(seed)

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Clock:
            return cls.fromtimestamp(when.timestamp(), tz)

    with (
        mock.patch("pyhanko.pdf_utils.metadata.info.datetime", Clock),
        mock.patch("os.urandom", lambda count: rng.randbytes(count)),
        mock.patch("uuid.uuid4", lambda: uuid.UUID(bytes=rng.randbytes(16), version=4)),
    ):
        yield


def _store(certificates: list[object]):  # type: ignore[no-untyped-def]
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    return SimpleCertificateStore.from_certs(certificates)


def _key(name: str):  # type: ignore[no-untyped-def]
    from asn1crypto import keys, pem

    return keys.PrivateKeyInfo.load(pem.unarmor((KEYS / f"{name}.key.pem").read_bytes())[2])


def _authority() -> bytes:
    """The self-made authority's certificate, DER."""
    from cryptography.hazmat.primitives import serialization

    issuer = _name("Chứng thực thử nghiệm (không có giá trị)", "congvan")
    return _issue(issuer, issuer, 1, authority=True).public_bytes(serialization.Encoding.DER)


def _certificate(common: str, organisation: str) -> bytes:
    """A certificate for a person or an office, DER; the serial number is drawn from the name."""
    from cryptography.hazmat.primitives import serialization

    serial = random.Random(f"{common}|{organisation}").getrandbits(63) | 1
    issuer = _name("Chứng thực thử nghiệm (không có giá trị)", "congvan")
    made = _issue(_name(common, organisation), issuer, serial, authority=False)
    return made.public_bytes(serialization.Encoding.DER)


def _name(common: str, organisation: str):  # type: ignore[no-untyped-def]
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    values = ((NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value[:64]) for oid, value in values])


def _issue(subject, issuer, serial: int, *, authority: bool):  # type: ignore[no-untyped-def]
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    def key(name: str):  # type: ignore[no-untyped-def]
        return serialization.load_pem_private_key((KEYS / f"{name}.key.pem").read_bytes(), None)

    usage = x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key("authority" if authority else "signer").public_key())
        .serial_number(serial)
        .not_valid_before(LIFE[0])
        .not_valid_after(LIFE[1])
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key("authority"), hashes.SHA256())
    )


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
            path.write_bytes(made.private_bytes(*form))
