"""What the API answers with and takes. The record itself is `schemas.record`."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from store.review import CORRECTABLE

T = TypeVar("T")
Role = Literal["lead", "support"]
State = Literal["open", "in_progress", "done", "cancelled"]


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Problem(BaseModel):
    """An error as problem details (RFC 9457)."""

    type: str = Field(examples=["/api/problems#not-found"])
    title: str = Field(examples=["Không tìm thấy"])
    status: int = Field(examples=[404])
    detail: str | None = None
    instance: str | None = Field(None, examples=["/api/v1/letters/0f96cc89b19a"])
    errors: list[dict[str, Any]] | None = None


class Page(BaseModel, Generic[T]):
    """A part of a list. Ask again with `cursor` for the next one; null at the end."""

    items: list[T]
    cursor: str | None = Field(None, description="What to ask with for the next part; null at the end.")


class LetterBrief(Answer):
    key: str = Field(examples=["0f96cc89b19a"])
    kind: str = Field(examples=["cong_van"])
    number: str | None = Field(examples=["152"])
    symbol: str | None = Field(examples=["SYT-NVY"])
    issued: str | None = Field(description="EDTF", examples=["2024-03-05"])
    issuer: str | None = Field(examples=["Sở Y tế"])
    subject: str | None
    directives: int
    findings: int


class Given(Answer):
    name: str
    role: str
    units: list[str] = Field(description="The ids of the units that the name means; several for a group.")


class Limit(Answer):
    text: str
    bound: str | None
    date: str | None
    time: str | None
    recurrence: str | None = Field(description="RFC 5545 RRULE")
    due: dt.date | None


class Directive(Answer):
    """An obligation with whom it binds, by when, and the letter it stands in."""

    id: str
    letter: str
    kind: str
    code: str | None = Field(examples=["152/SYT-NVY"])
    issued: str | None
    issuer: str | None
    subject: str | None
    ordinal: str | None
    text: str
    action: str | None
    assignees: list[Given]
    deadlines: list[Limit]
    submit_to: str | None
    due: dt.date | None
    state: str
    done_on: dt.date | None
    answer: str | None


class Progress(BaseModel):
    """How far a directive is."""

    model_config = ConfigDict(extra="forbid")
    state: State
    on: dt.date | None = Field(None, description="The day it was done; today where none is given.")
    answer: str | None = Field(
        None, description="The letter that reports it: its key, or number/symbol.", max_length=200
    )
    note: str | None = Field(None, max_length=2000)


class Correction(BaseModel):
    """A value in place of what stands at a JSON Pointer; directives are named by their ids: /directives/ID/text."""

    model_config = ConfigDict(extra="forbid")
    pointer: str = Field(examples=["/subject"], max_length=500, pattern=rf"^/({'|'.join(CORRECTABLE)})(/.+)?$")
    value: Any = Field(examples=["báo cáo sử dụng thuốc năm 2023"])
    note: str | None = Field(None, max_length=2000)


class UnitChoice(Answer):
    id: str = Field(examples=["so-y-te.tinh-an-phu"])
    name: str
    parent: str | None
    until: str = Field(description="Its last day; empty while it exists.")


class Unresolved(Answer):
    name: str
    issuer: str
    directives: int


class Settlement(BaseModel):
    """What a name means, once for all letters."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=500)
    units: list[str] = Field(description="Ids; none says that the name means no unit.", max_length=200)
    issuer: str = Field("", description="Only in this office's letters; empty for all.", max_length=500)


class Settled(BaseModel):
    mentions: int


class Hit(Answer):
    what: Literal["letter", "directive"]
    letter: str
    directive: str | None
    code: str | None
    issued: str | None
    issuer: str | None
    subject: str | None
    due: dt.date | None
    snippet: str = Field(description="The hit is marked between « and ».")
    score: float


class Upload(Answer):
    id: int
    batch: str
    name: str
    size: int
    status: Literal["queued", "reading", "imported", "there", "set_aside"]
    code: str | None
    message: str | None
    letters: list[str]
    pages: int
    at: str
    changed_at: str


class Change(BaseModel):
    """A line of the feed."""

    cursor: int
    at: str
    by: str
    what: str = Field(examples=["letter.added"])
    letter: str | None
    directive: str | None
    pointer: str | None
    before: Any = None
    after: Any = None


class Changes(BaseModel):
    """Lines of the feed, oldest first. `cursor` is what to ask `after` next time, also when there are no lines."""

    items: list[Change]
    cursor: int
    more: bool


class NewHook(BaseModel):
    model_config = ConfigDict(extra="forbid")
    url: str = Field(
        max_length=2000,
        pattern=r"^https?://[A-Za-z0-9.:\[\]-]+([/?#][!-~]*)?$",
        examples=["https://tracker.example.vn/congvan"],
    )
    events: list[str] = Field([], max_length=50, description="Kinds of event, such as letter.added; none for all.")


class Hook(BaseModel):
    id: int
    url: str
    events: list[str]
    active: bool
    at: str


class MadeHook(Hook):
    key: str = Field(description="What deliveries are signed with (Standard Webhooks); shown this once.")


class Delivery(Answer):
    id: int
    change: int
    status: Literal["waiting", "delivered", "failed"]
    attempts: int
    answer: int | None = Field(description="The HTTP status that came back.")
    message: str | None
    at: str
    next_at: str | None
