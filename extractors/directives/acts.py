"""What one sentence does: it orders, says what a unit does, asks for a result, begins with a bare verb — or nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.directives.act import Act, Kind
from extractors.directives.orders import order
from extractors.directives.speech import DATED, LIMIT, permissive
from extractors.directives.subjects import bare, late_subject, obliged, subject
from schemas.rule import table
from vietnamese.units import units_at

__all__ = ["Act", "Kind", "read"]

_RESULT_FIRST = re.compile(
    r"(?:van ban |ban |ket qua |noi dung )?"
    r"(?:bao cao|ho so|danh sach|ket qua|y kien|so lieu|phieu|bien ban|van ban|dang ky)\s"
    r"(?:cua|duoc|gui|goi|nop|phai|can|nay|neu tren|tren|bang van ban|dinh ky|tong ket|gop y|tham gia)\b"
)
_OF_WHOM = re.compile(r"\bcủa\s+")
_TOPIC = ("cong tac ", "viec ", "hoat dong ")  # "Công tác tiếp nhận, phổ biến văn bản": what is looked at, not sent


def read(text: str, folded: str, start: int, end: int, selves: frozenset[str] = frozenset()) -> Act:
    """What `text[start:end]`, one sentence, does. `folded` is the key of the whole `text`; `selves` are the names under
    which the issuer speaks of itself, for whom `chỉ đạo` gives an order and does not carry one out."""
    limited = LIMIT.search(folded, start, end) is not None
    permitted = permissive().search(folded, start, min(end, start + 120)) is not None
    found = order(text, folded, start, end, selves) or subject(text, folded, start, end)
    if found is None and _RESULT_FIRST.match(folded, start):
        found = _result(text, folded, start, end)
        if found is None and DATED.search(folded, start, end) is not None:
            found = Act(Kind.RESULT, "result-by-a-day", start, end)
    found = found or bare(text, folded, start, end)
    found = found or late_subject(text, folded, start, end) or _result(text, folded, start, end)
    found = found or obliged(text, folded, start, end)
    if found is None:
        return Act(Kind.NONE, "no-order", start, end, limited=limited, permitted=permitted)
    low = found.start if found.kind is Kind.ORDER else start
    return replace(found, start=low, end=end, limited=limited, permitted=permitted)


def _result(text: str, folded: str, start: int, end: int) -> Act | None:
    rule = table("directives-submit").rules[0]
    match = rule.pattern.search(folded, start, end)
    if match is None:
        return None
    if (match.start() - start > 60 or folded.startswith(_TOPIC, start)) and DATED.search(folded, start, end) is None:
        return None
    of = _OF_WHOM.search(text, match.start(), match.end())
    units = [] if of is None else units_at(text, of.end(), match.end())[0]
    return Act(Kind.RESULT, rule.id, start, end, tuple(units), verb=match.start())
