"""What an extractor reports: a value, where it stands, how sure it is and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.page import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value read off a document. `spans` are its words in the document's text, in order."""

    value: T
    spans: tuple[Span, ...]
    confidence: float  # 0..1
    rule: str
    remarks: tuple[tuple[str, str], ...] = ()  # (finding code, message) that go with this reading


@dataclass(frozen=True, slots=True)
class DayMention:
    """A calendar day as written; `year` or `day` None where not printed (or blank)."""

    day: int | None
    month: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class NumberMention:
    """số, ký hiệu as written: `value` None when blank; `raw` is the printed whole."""

    value: str | None
    symbol: str | None
    raw: str


@dataclass(frozen=True, slots=True)
class IssuedMention:
    """địa danh and ngày of the letterhead, as written."""

    place: str | None
    day: DayMention | None


@dataclass(frozen=True, slots=True)
class ReferenceMention:
    """A document cited: the words as read, before resolution (`number` and `symbol` as printed)."""

    kind: str
    number: str | None
    symbol: str | None
    day: DayMention | None
    issuer: str | None = None
    subject: str | None = None
    cue: str | None = None  # the word before it that tells the relation (căn cứ, thực hiện, thay thế …)


@dataclass(frozen=True, slots=True)
class DeadlineMention:
    """A limit in time as written, before it is counted out.

    Exactly one of `day`/`edtf`, `duration`, `recurrence` says when. `edtf` is for bounded vague times whose year is
    printed (`2022-33` for quý I/2022); a vague time without a year gives `edtf` with the year as `XXXX`.
    """

    text: str
    bound: str | None  # before | by | within; None when recurring
    day: DayMention | None = None
    edtf: str | None = None
    time: str | None = None  # HH:MM
    duration: str | None = None  # ISO 8601
    calendar: str | None = None  # working | None
    anchor: str | None = None  # issue | receipt | event
    recurrence: str | None = None  # RFC 5545 RRULE without the prefix


@dataclass(frozen=True, slots=True)
class AssigneeMention:
    """A unit or person as written, and its part: lead (chủ trì, giao) or support (phối hợp)."""

    name: str
    role: str  # lead | support


@dataclass(frozen=True, slots=True)
class DirectiveMention:
    """An obligation as found: its own words, and who it names. Deadlines are joined to it in resolve.

    `spans` (the words in the document's text, one for each line or so) delimit the obligation; `scope` are the spans of
    the headings above it, whose deadlines it inherits.
    """

    text: str
    ordinal: str | None
    action: str | None
    assignees: tuple[Found[AssigneeMention], ...]
    scope: tuple[Span, ...] = ()
    submit_to: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class UnitMention:
    """An entry of Kính gửi or Nơi nhận, as written."""

    name: str
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class FilingMention:
    """The filing line (Lưu): units, drafter, copies."""

    units: tuple[str, ...]
    drafter: str | None = None
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class SignerMention:
    """Who signs, as printed (names in capitals already in sentence case)."""

    name: Found[str] | None = None
    title: Found[str] | None = None
    position: Found[str] | None = None
    capacity: Found[str] | None = None
    on_behalf_of: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class ContactMention:
    """A person or unit to call."""

    name: str | None = None
    position: str | None = None
    unit: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class ArrivalMention:
    """The receiving office's stamp (CÔNG VĂN ĐẾN)."""

    number: str | None = None
    day: DayMention | None = None
    forwarded_to: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """One step of an explanation: a rule, what it matched and what that was worth."""

    of: str
    rule: str
    span: Span
    text: str
    score: float
    chosen: bool = False
    notes: tuple[str, ...] = ()
