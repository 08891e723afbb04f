"""The typed client of the API, made by scripts/api_client.py from the OpenAPI document; not edited by hand."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any, NotRequired, TypedDict, cast
from urllib.parse import quote, urlencode


class ApiError(Exception):
    """An answer other than the one hoped for; `problem` is its problem details (RFC 9457)."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        super().__init__(f"{status} {problem.get('title', '')} {problem.get('detail') or ''}".strip())


Addressee = TypedDict(  # noqa: UP013
    "Addressee",
    {
        "name": str,
        "unit_id": NotRequired[str | None],
    },
)

Anchor = str

Arrival = TypedDict(  # noqa: UP013
    "Arrival",
    {
        "number": NotRequired[str | None],
        "date": NotRequired[str | None],
        "forwarded_to": NotRequired[str | None],
    },
)

Assignee = TypedDict(  # noqa: UP013
    "Assignee",
    {
        "name": str,
        "role": NotRequired["Role"],
        "unit_id": NotRequired[str | None],
    },
)

BodyImportFile = TypedDict(  # noqa: UP013
    "BodyImportFile",
    {
        "file": str,
    },
)

Bound = str

Capacity = str

Change = TypedDict(  # noqa: UP013
    "Change",
    {
        "cursor": int,
        "at": str,
        "by": str,
        "what": str,
        "letter": str | None,
        "directive": str | None,
        "pointer": str | None,
        "before": NotRequired[Any],
        "after": NotRequired[Any],
    },
)

Changes = TypedDict(  # noqa: UP013
    "Changes",
    {
        "items": list["Change"],
        "cursor": int,
        "more": bool,
    },
)

Contact = TypedDict(  # noqa: UP013
    "Contact",
    {
        "name": NotRequired[str | None],
        "position": NotRequired[str | None],
        "unit": NotRequired[str | None],
        "phone": NotRequired[str | None],
        "email": NotRequired[str | None],
    },
)

Correction = TypedDict(  # noqa: UP013
    "Correction",
    {
        "pointer": str,
        "value": Any,
        "note": NotRequired[str | None],
    },
)

Deadline = TypedDict(  # noqa: UP013
    "Deadline",
    {
        "text": str,
        "bound": NotRequired[Any],
        "date": NotRequired[str | None],
        "time": NotRequired[str | None],
        "duration": NotRequired[str | None],
        "calendar": NotRequired[str | None],
        "anchor": NotRequired[Any],
        "recurrence": NotRequired[str | None],
        "due": NotRequired[str | None],
    },
)

Delivery = TypedDict(  # noqa: UP013
    "Delivery",
    {
        "id": int,
        "change": int,
        "status": str,
        "attempts": int,
        "answer": int | None,
        "message": str | None,
        "at": str,
        "next_at": str | None,
    },
)

DigitalSignature = TypedDict(  # noqa: UP013
    "DigitalSignature",
    {
        "signer": NotRequired[str | None],
        "organisation": NotRequired[str | None],
        "signed_at": NotRequired[str | None],
        "intact": NotRequired[bool | None],
        "covers_document": NotRequired[bool],
    },
)

Evidence = TypedDict(  # noqa: UP013
    "Evidence",
    {
        "page": int,
        "bbox": NotRequired[list[Any] | None],
        "start": int,
        "end": int,
        "text": str,
        "confidence": float,
    },
)

Filing = TypedDict(  # noqa: UP013
    "Filing",
    {
        "units": NotRequired[list[str]],
        "drafter": NotRequired[str | None],
        "copies": NotRequired[int | None],
    },
)

Finding = TypedDict(  # noqa: UP013
    "Finding",
    {
        "code": str,
        "pointer": NotRequired[str],
        "message": str,
        "page": NotRequired[int | None],
        "bbox": NotRequired[list[Any] | None],
    },
)

Given = TypedDict(  # noqa: UP013
    "Given",
    {
        "name": str,
        "role": str,
        "units": list[str],
    },
)

Hit = TypedDict(  # noqa: UP013
    "Hit",
    {
        "what": str,
        "letter": str,
        "directive": str | None,
        "code": str | None,
        "issued": str | None,
        "issuer": str | None,
        "subject": str | None,
        "due": str | None,
        "snippet": str,
        "score": float,
    },
)

Hook = TypedDict(  # noqa: UP013
    "Hook",
    {
        "id": int,
        "url": str,
        "events": list[str],
        "active": bool,
        "at": str,
    },
)

Issued = TypedDict(  # noqa: UP013
    "Issued",
    {
        "place": NotRequired[str | None],
        "date": NotRequired[str | None],
    },
)

Issuer = TypedDict(  # noqa: UP013
    "Issuer",
    {
        "name": NotRequired[str | None],
        "parent": NotRequired[str | None],
        "unit_id": NotRequired[str | None],
    },
)

Kind = str

Letter = TypedDict(  # noqa: UP013
    "Letter",
    {
        "schema_version": NotRequired[str],
        "source": "Source",
        "kind": "Kind",
        "number": NotRequired["Number"],
        "issued": NotRequired["Issued"],
        "issuer": NotRequired["Issuer"],
        "subject": NotRequired[str | None],
        "urgency": NotRequired[Any],
        "urgency_until": NotRequired[str | None],
        "secrecy": NotRequired[Any],
        "addressees": NotRequired[list["Addressee"]],
        "distribution": NotRequired[list["Recipient"]],
        "filing": NotRequired["Filing"],
        "references": NotRequired[list["Reference"]],
        "directives": NotRequired[list["SchemasRecordDirective"]],
        "contacts": NotRequired[list["Contact"]],
        "signer": NotRequired[Any],
        "arrival": NotRequired[Any],
        "signatures": NotRequired[list["DigitalSignature"]],
        "evidence": NotRequired[dict[str, Any]],
        "findings": NotRequired[list["Finding"]],
    },
)

LetterBrief = TypedDict(  # noqa: UP013
    "LetterBrief",
    {
        "key": str,
        "kind": str,
        "number": str | None,
        "symbol": str | None,
        "issued": str | None,
        "issuer": str | None,
        "subject": str | None,
        "directives": int,
        "findings": int,
    },
)

Limit = TypedDict(  # noqa: UP013
    "Limit",
    {
        "text": str,
        "bound": str | None,
        "date": str | None,
        "time": str | None,
        "recurrence": str | None,
        "due": str | None,
    },
)

MadeHook = TypedDict(  # noqa: UP013
    "MadeHook",
    {
        "id": int,
        "url": str,
        "events": list[str],
        "active": bool,
        "at": str,
        "key": str,
    },
)

NewHook = TypedDict(  # noqa: UP013
    "NewHook",
    {
        "url": str,
        "events": NotRequired[list[str]],
    },
)

Number = TypedDict(  # noqa: UP013
    "Number",
    {
        "value": NotRequired[str | None],
        "symbol": NotRequired[str | None],
        "raw": NotRequired[str | None],
    },
)

PageDelivery = TypedDict(  # noqa: UP013
    "PageDelivery",
    {
        "items": list["Delivery"],
        "cursor": NotRequired[str | None],
    },
)

PageDirective = TypedDict(  # noqa: UP013
    "PageDirective",
    {
        "items": list["WebApiModelsDirective"],
        "cursor": NotRequired[str | None],
    },
)

PageHit = TypedDict(  # noqa: UP013
    "PageHit",
    {
        "items": list["Hit"],
        "cursor": NotRequired[str | None],
    },
)

PageHook = TypedDict(  # noqa: UP013
    "PageHook",
    {
        "items": list["Hook"],
        "cursor": NotRequired[str | None],
    },
)

PageLetterBrief = TypedDict(  # noqa: UP013
    "PageLetterBrief",
    {
        "items": list["LetterBrief"],
        "cursor": NotRequired[str | None],
    },
)

PageUnitChoice = TypedDict(  # noqa: UP013
    "PageUnitChoice",
    {
        "items": list["UnitChoice"],
        "cursor": NotRequired[str | None],
    },
)

PageUnresolved = TypedDict(  # noqa: UP013
    "PageUnresolved",
    {
        "items": list["Unresolved"],
        "cursor": NotRequired[str | None],
    },
)

PageUpload = TypedDict(  # noqa: UP013
    "PageUpload",
    {
        "items": list["Upload"],
        "cursor": NotRequired[str | None],
    },
)

Problem = TypedDict(  # noqa: UP013
    "Problem",
    {
        "type": str,
        "title": str,
        "status": int,
        "detail": NotRequired[str | None],
        "instance": NotRequired[str | None],
        "errors": NotRequired[list[dict[str, Any]] | None],
    },
)

Progress = TypedDict(  # noqa: UP013
    "Progress",
    {
        "state": str,
        "on": NotRequired[str | None],
        "answer": NotRequired[str | None],
        "note": NotRequired[str | None],
    },
)

Recipient = TypedDict(  # noqa: UP013
    "Recipient",
    {
        "name": str,
        "purpose": NotRequired[str | None],
        "unit_id": NotRequired[str | None],
    },
)

Reference = TypedDict(  # noqa: UP013
    "Reference",
    {
        "kind": "Kind",
        "number": NotRequired[str | None],
        "symbol": NotRequired[str | None],
        "date": NotRequired[str | None],
        "issuer": NotRequired[str | None],
        "subject": NotRequired[str | None],
        "relation": NotRequired["Relation"],
    },
)

Relation = str

Role = str

Secrecy = str

Settled = TypedDict(  # noqa: UP013
    "Settled",
    {
        "mentions": int,
    },
)

Settlement = TypedDict(  # noqa: UP013
    "Settlement",
    {
        "name": str,
        "units": list[str],
        "issuer": NotRequired[str],
    },
)

Signer = TypedDict(  # noqa: UP013
    "Signer",
    {
        "name": NotRequired[str | None],
        "title": NotRequired[str | None],
        "position": NotRequired[str | None],
        "capacity": NotRequired[Any],
        "on_behalf_of": NotRequired[str | None],
    },
)

Source = TypedDict(  # noqa: UP013
    "Source",
    {
        "name": str,
        "sha256": str,
        "media_type": str,
        "pages": list[Any],
        "text_origin": "TextOrigin",
        "straightened": NotRequired[list["Straightened"]],
    },
)

Straightened = TypedDict(  # noqa: UP013
    "Straightened",
    {
        "page": int,
        "turned": NotRequired[int],
        "skew": NotRequired[float],
    },
)

TextOrigin = str

UnitChoice = TypedDict(  # noqa: UP013
    "UnitChoice",
    {
        "id": str,
        "name": str,
        "parent": str | None,
        "until": str,
    },
)

Unresolved = TypedDict(  # noqa: UP013
    "Unresolved",
    {
        "name": str,
        "issuer": str,
        "directives": int,
    },
)

Upload = TypedDict(  # noqa: UP013
    "Upload",
    {
        "id": int,
        "batch": str,
        "name": str,
        "size": int,
        "status": str,
        "code": str | None,
        "message": str | None,
        "letters": list[str],
        "pages": int,
        "at": str,
        "changed_at": str,
    },
)

Urgency = str

SchemasRecordDirective = TypedDict(  # noqa: UP013
    "SchemasRecordDirective",
    {
        "id": str,
        "ordinal": NotRequired[str | None],
        "text": str,
        "action": NotRequired[str | None],
        "assignees": NotRequired[list["Assignee"]],
        "deadlines": NotRequired[list["Deadline"]],
        "submit_to": NotRequired[str | None],
    },
)

WebApiModelsDirective = TypedDict(  # noqa: UP013
    "WebApiModelsDirective",
    {
        "id": str,
        "letter": str,
        "kind": str,
        "code": str | None,
        "issued": str | None,
        "issuer": str | None,
        "subject": str | None,
        "ordinal": str | None,
        "text": str,
        "action": str | None,
        "assignees": list["Given"],
        "deadlines": list["Limit"],
        "submit_to": str | None,
        "due": str | None,
        "state": str,
        "done_on": str | None,
        "answer": str | None,
    },
)


class Client:
    """The API at `address` (`http://127.0.0.1:8030`), with a token where the desk asks for one."""

    def __init__(self, address: str, *, token: str | None = None, timeout: float = 30) -> None:
        self._address = address.rstrip("/")
        self._token = token
        self._timeout = timeout

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        body: Any = None,
        headers: dict[str, str | None] | None = None,
    ) -> Any:
        asked = {name: _plain(value) for name, value in (query or {}).items() if value is not None}
        url = self._address + path + (f"?{urlencode(asked, doseq=True)}" if asked else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method)
        for name, value in {**(headers or {}), "accept": "application/json"}.items():
            if value is not None:
                request.add_header(name, value)
        if data is not None:
            request.add_header("content-type", "application/json")
        if self._token is not None:
            request.add_header("authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                read = answer.read()
                json_ = answer.headers.get_content_type() == "application/json"
                return json.loads(read) if json_ and read else read.decode()
        except urllib.error.HTTPError as error:
            try:
                problem = json.loads(error.read())
            except ValueError:
                problem = {}
            raise ApiError(error.code, problem if isinstance(problem, dict) else {}) from error

    def list_letters(
        self,
        *,
        kind: Any = None,
        issuer: str | None = None,
        issued_from: str | None = None,
        issued_to: str | None = None,
        with_findings: bool | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> PageLetterBrief:
        """Letters, in the order in which they came."""
        return cast(
            "PageLetterBrief",
            self._ask(
                "GET",
                "/api/v1/letters",
                query={
                    "kind": kind,
                    "issuer": issuer,
                    "issued_from": issued_from,
                    "issued_to": issued_to,
                    "with_findings": with_findings,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
        )

    def get_letter(self, key: str) -> Letter:
        """A letter's record, with what people corrected. The ETag is its version."""
        return cast("Letter", self._ask("GET", f"/api/v1/letters/{quote(str(key), safe='')}"))

    def correct_letter(
        self, key: str, body: Correction, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> Letter:
        """Put a value in place of what was read; it holds for good, also when newer rules read the letter again."""
        return cast(
            "Letter",
            self._ask(
                "POST",
                f"/api/v1/letters/{quote(str(key), safe='')}/corrections",
                body=body,
                headers={"if-match": if_match, "Idempotency-Key": idempotency_key},
            ),
        )

    def withdraw_correction(self, key: str, *, pointer: str) -> Letter:
        """Take back the corrections of a pointer; what was read holds again."""
        return cast(
            "Letter",
            self._ask("DELETE", f"/api/v1/letters/{quote(str(key), safe='')}/corrections", query={"pointer": pointer}),
        )

    def list_directives(
        self,
        *,
        unit: str | None = None,
        role: str | None = None,
        due_from: str | None = None,
        due_to: str | None = None,
        overdue_on: str | None = None,
        no_deadline: bool | None = None,
        recurring: bool | None = None,
        state: list[str] | None = None,
        issuer: str | None = None,
        kind: Any = None,
        letter: str | None = None,
        text: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> PageDirective:
        """Obligations, in the order in which they came. A unit owes also what a group that it belongs to does."""
        return cast(
            "PageDirective",
            self._ask(
                "GET",
                "/api/v1/directives",
                query={
                    "unit": unit,
                    "role": role,
                    "due_from": due_from,
                    "due_to": due_to,
                    "overdue_on": overdue_on,
                    "no_deadline": no_deadline,
                    "recurring": recurring,
                    "state": state,
                    "issuer": issuer,
                    "kind": kind,
                    "letter": letter,
                    "text": text,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
        )

    def get_directive(self, directive: str) -> WebApiModelsDirective:
        """An obligation."""
        return cast("WebApiModelsDirective", self._ask("GET", f"/api/v1/directives/{quote(str(directive), safe='')}"))

    def report_progress(
        self, directive: str, body: Progress, *, idempotency_key: str | None = None
    ) -> WebApiModelsDirective:
        """Say how far a directive is."""
        return cast(
            "WebApiModelsDirective",
            self._ask(
                "POST",
                f"/api/v1/directives/{quote(str(directive), safe='')}/progress",
                body=body,
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def find_units(self, *, q: str) -> PageUnitChoice:
        """Units whose names have what is asked for, accents aside."""
        return cast("PageUnitChoice", self._ask("GET", "/api/v1/units", query={"q": q}))

    def list_unresolved(self) -> PageUnresolved:
        """Names of which no unit is known, those that are given most directives first."""
        return cast("PageUnresolved", self._ask("GET", "/api/v1/units/unresolved"))

    def settle_name(self, body: Settlement, *, idempotency_key: str | None = None) -> Settled:
        """Say once what a name means, for letters past and to come."""
        return cast(
            "Settled",
            self._ask("POST", "/api/v1/units/settlements", body=body, headers={"Idempotency-Key": idempotency_key}),
        )

    def unit_calendar(self, unit: str, *, role: str | None = None) -> str:
        """What a unit owes, as a calendar to subscribe to. Calendars that can't send a header give `?token=`."""
        return cast(
            "str", self._ask("GET", f"/api/v1/units/{quote(str(unit), safe='')}/calendar.ics", query={"role": role})
        )

    def search(
        self, *, q: str, what: str | None = None, issuer: str | None = None, limit: int | None = None
    ) -> PageHit:
        """Letters and directives with these words, with accents or without; the best first."""
        return cast(
            "PageHit",
            self._ask("GET", "/api/v1/search", query={"q": q, "what": what, "issuer": issuer, "limit": limit}),
        )

    def list_imports(
        self, *, limit: int | None = None, cursor: str | None = None, status: str | None = None
    ) -> PageUpload:
        """Files that were sent, the newest first."""
        return cast(
            "PageUpload",
            self._ask("GET", "/api/v1/imports", query={"limit": limit, "cursor": cursor, "status": status}),
        )

    def get_import(self, number: int) -> Upload:
        """What became of a file."""
        return cast("Upload", self._ask("GET", f"/api/v1/imports/{quote(str(number), safe='')}"))

    def list_changes(self, *, limit: int | None = None, after: int | None = None) -> Changes:
        """What has changed, oldest first. Who keeps the cursor misses nothing and gets nothing twice."""
        return cast("Changes", self._ask("GET", "/api/v1/changes", query={"limit": limit, "after": after}))

    def list_webhooks(self) -> PageHook:
        """Who is told of changes: a tracker sees its own, an administrator all."""
        return cast("PageHook", self._ask("GET", "/api/v1/webhooks"))

    def add_webhook(self, body: NewHook, *, idempotency_key: str | None = None) -> MadeHook:
        """Be told of what happens from now on, by CloudEvents that are signed as Standard Webhooks says."""
        return cast(
            "MadeHook", self._ask("POST", "/api/v1/webhooks", body=body, headers={"Idempotency-Key": idempotency_key})
        )

    def remove_webhook(self, number: int) -> None:
        """Be told no more."""
        self._ask("DELETE", f"/api/v1/webhooks/{quote(str(number), safe='')}")

    def list_deliveries(self, number: int, *, limit: int | None = None, cursor: str | None = None) -> PageDelivery:
        """What was sent to a webhook, the newest first: how often it was tried, and what came back."""
        return cast(
            "PageDelivery",
            self._ask(
                "GET",
                f"/api/v1/webhooks/{quote(str(number), safe='')}/deliveries",
                query={"limit": limit, "cursor": cursor},
            ),
        )

    def resend_delivery(self, number: int, delivery: int) -> PageDelivery:
        """Send a delivery once more, now."""
        return cast(
            "PageDelivery",
            self._ask(
                "POST",
                f"/api/v1/webhooks/{quote(str(number), safe='')}/deliveries/{quote(str(delivery), safe='')}/resend",
            ),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
