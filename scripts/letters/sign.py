"""Signs a born-digital letter as offices do: the number and the day stand only in signature widgets' appearances.

The page is set with `Số:          /SYT-NVY` and `ngày       tháng`; then the signer signs with the picture of a
signature, and the office signs three more times, with the seal, the number and the day as the widgets' own text. Each
signature is an incremental update over all that came before.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from scripts.letters.certificates import authority, certificate, private_key
from scripts.letters.layout import HEIGHT, Spot, typeset
from scripts.letters.model import Letter
from scripts.letters.pdf import draw, scrap

HANOI = datetime.timezone(datetime.timedelta(hours=7))


@dataclass(frozen=True)
class Step:
    """One signature: its field, who signs for which organisation, when, where, and the widget's look as a PDF."""

    field: str
    common: str
    organisation: str
    when: datetime.datetime
    spot: Spot
    look: bytes


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
        Step("Signature1", person, office, signing, spots["signature"], _squiggle(spots["signature"], letter.id)),
        Step("Signature2", office, office, filing, spots["position"], _ring(spots["position"])),
        Step("Signature3", office, office, filing, number, _words(number, letter.number, 13.0)),
        Step("Signature4", office, office, filing, date, _words(date, letter.date[-2:], 14.0, italic=True)),
    ]
    if panel:
        top = Spot(1, 400, 8, 560, 46)
        lines = [f"Ký bởi: {office}", f"Thời gian ký: {filing:%d/%m/%Y %H:%M:%S %z}"]
        steps.append(Step("Signature5", "Cổng Thông tin điện tử", office, filing, top, _panel(top, lines)))
    content = draw(sheets, title=letter.subject or letter.id)
    with _reproducible(letter.id, filing):
        for step in steps:
            content = _sign(content, step)
    return content


def _around(spot: Spot, side: float, over: float) -> Spot:
    return Spot(spot.page, spot.x0 - side, spot.y0 - over + 6, spot.x1 + side, spot.y1 + 2, spot.size)


def _words(spot: Spot, text: str, size: float, *, italic: bool = False) -> bytes:
    return scrap(text, spot.x1 - spot.x0, spot.y1 - spot.y0, size=size, italic=italic)


def _drawing(spot: Spot, paint: Callable[[Any, float, float], None]) -> bytes:
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

    def paint(canvas: Any, width: float, height: float) -> None:
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
    def paint(canvas: Any, width: float, height: float) -> None:
        canvas.setStrokeColorRGB(0.77, 0.13, 0.18)
        radius = min(width, height) / 2 - 1
        canvas.circle(radius + 2, height / 2, radius)
        canvas.circle(radius + 2, height / 2, radius * 0.65)
        for k in range(5):
            angle = math.pi / 2 + 2 * math.pi * k / 5
            canvas.circle(radius + 2 + 0.3 * radius * math.cos(angle), height / 2 + 0.3 * radius * math.sin(angle), 1)

    return _drawing(spot, paint)


def _panel(spot: Spot, lines: list[str]) -> bytes:
    def paint(canvas: Any, _: float, height: float) -> None:
        canvas.setFont("LiberationSerif-Regular", 8)
        for i, line in enumerate(lines):
            canvas.drawString(2, height - 10 - 10 * i, line)

    return _drawing(spot, paint)


def _sign(content: bytes, step: Step) -> bytes:
    """`content` with one signature more, as an incremental update."""
    from asn1crypto import x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    signer = signers.SimpleSigner(
        x509.Certificate.load(certificate(step.common, step.organisation)),
        private_key("signer"),
        SimpleCertificateStore.from_certs([x509.Certificate.load(authority())]),  # type: ignore[no-untyped-call]
    )
    spot = step.spot
    box = (round(spot.x0), round(HEIGHT - spot.y1), round(spot.x1), round(HEIGHT - spot.y0))
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    spec = fields.SigFieldSpec(step.field, on_page=spot.page - 1, box=box)
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "appearance.pdf"
        picture.write_bytes(step.look)
        style = StaticStampStyle.from_pdf_file(str(picture), border_width=0, background_layout=_as_is())
        meta = signers.PdfSignatureMetadata(field_name=step.field, subfilter=fields.SigSeedSubFilter.PADES)
        out = _dated(signers.PdfSigner, step.when)(meta, signer, stamp_style=style, new_field_spec=spec).sign_pdf(
            writer, bytes_reserved=8192
        )
    return bytes(out.getbuffer())


def _as_is() -> Any:
    """The look goes into the widget unscaled, at its lower left corner."""
    from pyhanko.pdf_utils import layout

    return layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MIN,
        margins=layout.Margins(0, 0, 0, 0),
        inner_content_scaling=layout.InnerScaling.NO_SCALING,
    )


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
        mock.patch("os.urandom", rng.randbytes),
        mock.patch("uuid.uuid4", lambda: uuid.UUID(bytes=rng.randbytes(16), version=4)),
    ):
        yield
