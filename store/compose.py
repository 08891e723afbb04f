"""A letter as it stands: the best of what its copies say, with what people corrected on top."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from schemas.record import Letter, TextOrigin
from store.errors import Refused

# What a copy may lend to another: fields of the head that one of them lacks (a draft its number, a scan its symbol).
LENT = (
    "/number/value", "/number/symbol", "/issued/date", "/issued/place", "/issuer/name", "/issuer/parent", "/subject",
    "/urgency", "/secrecy", "/signer", "/arrival",
)  # fmt: skip
_ORIGINS = {TextOrigin.EMBEDDED: 0, TextOrigin.MIXED: 1, TextOrigin.OCR: 2}


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction: `value` in place of what stands at `pointer`, a JSON Pointer in which a directive is named by its
    id. A directive's own pointer takes a whole directive, or None to strike it out."""

    pointer: str
    value: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two records of one letter differ."""

    pointer: str
    ours: Any
    theirs: Any


def compose(readings: Sequence[Letter], fixes: Sequence[Fix] = ()) -> Letter:
    """The letter of its readings and corrections.

    Raises:
        Refused: a correction that does not fit the record.
    """
    first, *others = sorted(readings, key=_rank)  # of equals, the one that came first
    if len(readings) == 1 and not fixes:
        return first
    whole: dict[str, Any] = first.model_dump(mode="json")
    for other in others:
        _lend(whole, other)
    for fix in fixes:
        _apply(whole, fix)
    _follow(whole, [directive.id for directive in first.directives])
    try:
        return Letter.model_validate(whole)
    except ValidationError as error:
        wrong = error.errors()[0]
        where = "/" + "/".join(str(part) for part in wrong["loc"])
        raise Refused(f"{where} can't be so: {wrong['msg']}.") from error


def best(readings: Sequence[Letter]) -> Letter:
    """The reading to trust most, which the others complete."""
    return min(readings, key=_rank)


def differences(ours: Letter, theirs: Letter) -> list[Difference]:
    """Where two records say other things, leaving out the file, the evidence and the findings."""
    left, right = _plain(ours), _plain(theirs)
    return list(_differ("", left, right))


def _rank(letter: Letter) -> tuple[int, int]:
    """Which reading to trust: printed text before a scan's, fewer doubts before more."""
    return _ORIGINS[letter.source.text_origin], len(letter.findings)


def _lend(whole: dict[str, Any], other: Letter) -> None:
    lender = other.model_dump(mode="json")
    for pointer in LENT:
        mine, theirs = _at(whole, pointer), _at(lender, pointer)
        if mine is None and theirs is not None:
            *path, last = pointer.strip("/").split("/")
            target = whole
            for step in path:
                target = target[step]
            target[last] = theirs
            message = f"Lấy từ bản {other.source.name}."
            whole["findings"].append({"code": "from-copy", "pointer": pointer, "message": message})


def _at(whole: Any, pointer: str) -> Any:
    for step in pointer.strip("/").split("/"):
        whole = None if whole is None else whole.get(step)
    return whole


def _apply(whole: dict[str, Any], fix: Fix) -> None:
    """Put a correction in its place; one whose directive is no longer read is kept as a finding."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in fix.pointer.strip("/").split("/")]
    if steps[0] == "directives" and len(steps) > 1:
        at = next((n for n, d in enumerate(whole["directives"]) if d["id"] == steps[1]), None)
        if len(steps) == 2:
            _whole_directive(whole, at, fix)
            return
        if at is None:
            value = json.dumps(fix.value, ensure_ascii=False)
            message = f"Có sửa đổi cho nhiệm vụ {steps[1]} nay không còn đọc thấy: {value}"
            whole["findings"].append({"code": "correction-unplaced", "pointer": "", "message": message})
            return
        steps[1] = str(at)
    target: Any = whole
    for step in steps[:-1]:
        target = target[int(step)] if isinstance(target, list) and step.isdigit() else _step(target, step, fix)
    last = steps[-1]
    if isinstance(target, list) and last.isdigit() and int(last) < len(target):
        target[int(last)] = fix.value
    elif isinstance(target, dict):
        target[last] = fix.value
    else:
        raise Refused(f"{fix.pointer} is nowhere in the record.")
    whole["findings"].append({"code": "corrected", "pointer": fix.pointer, "message": "Đã có người sửa."})


def _step(target: Any, step: str, fix: Fix) -> Any:
    if not isinstance(target, dict) or target.get(step) is None:
        raise Refused(f"{fix.pointer} is nowhere in the record.")
    return target[step]


def _whole_directive(whole: dict[str, Any], at: int | None, fix: Fix) -> None:
    value = fix.value
    if value is None and at is not None:
        del whole["directives"][at]
    elif value is not None and at is not None:
        whole["directives"][at] = value
    elif value is not None:
        whole["directives"].append(value)
    if value is not None:
        whole["findings"].append({"code": "corrected", "pointer": fix.pointer, "message": "Đã có người sửa."})


def _follow(whole: dict[str, Any], before: Sequence[str]) -> None:
    """Let evidence and findings follow their directives to where these stand now; those of a struck one go with it.

    The machine's pointers name a directive by its place `before`, those of corrections by its id.
    """
    now = {directive["id"]: at for at, directive in enumerate(whole["directives"])}

    def home(pointer: str) -> str | None:
        steps = pointer.split("/")
        if len(steps) < 3 or steps[1] != "directives":
            return pointer
        uid = before[int(steps[2])] if steps[2].isdigit() and int(steps[2]) < len(before) else steps[2]
        return "/".join([*steps[:2], str(now[uid]), *steps[3:]]) if uid in now else None

    moved = ((home(pointer), places) for pointer, places in whole["evidence"].items())
    whole["evidence"] = {pointer: places for pointer, places in moved if pointer is not None}
    found = ({**finding, "pointer": home(finding["pointer"])} for finding in whole["findings"])
    whole["findings"] = [finding for finding in found if finding["pointer"] is not None]


def _plain(letter: Letter) -> dict[str, Any]:
    return letter.model_dump(mode="json", exclude={"source", "evidence", "findings", "schema_version"})


def _differ(pointer: str, left: Any, right: Any) -> list[Difference]:
    if left == right:
        return []
    if isinstance(left, dict) and isinstance(right, dict):
        keys = list(left) + [key for key in right if key not in left]
        return [d for key in keys for d in _differ(f"{pointer}/{key}", left.get(key), right.get(key))]
    if pointer == "/directives":
        ours, theirs = ({d["id"]: d for d in side} for side in (left, right))
        keys = list(ours) + [key for key in theirs if key not in ours]
        return [d for key in keys for d in _differ(f"{pointer}/{key}", ours.get(key), theirs.get(key))]
    return [Difference(pointer, left, right)]
