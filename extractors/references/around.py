"""What stands around a citation: the word that tells the relation, the issuer, the subject."""

from __future__ import annotations

import re
from functools import cache

from schemas.rule import Hit, table
from vietnamese.fold import key

_REACH = 240  # characters left of a citation in which its clause begins
_SENTENCE = re.compile(r"[.;]\s|[.;]$|:\s(?=-)")
_BOUND = re.compile(
    r"(?:^|[-+;,(:]|\bva|\bhoac|\bcung)\s*(?:(?:cac|tai|theo)\s+)*$"
)  # what stands before a list's member
# The words with which a document's own subject begins, and so its issuer ends. With their accents: names of bodies are
# full of words that differ from these by a tone alone (giáo dục, tài chính).
_VERBS = (
    "[Vv]ề việc|v/v|về|[Qq]uy định|[Hh]ướng dẫn|[Bb]an hành|[Pp]hê duyệt|[Ss]ửa đổi|thông báo|chỉ đạo|triển khai"
    "|thực hiện|đề nghị|yêu cầu|trình|kết luận|bãi bỏ|thay thế|(?<!goại )(?<!huyển )giao|phân công|lấy ý kiến|trả lời"
    "|gửi|tăng cường|đẩy mạnh|công bố|đính chính|góp ý|chấp thuận|thành lập|kiện toàn|cung cấp|báo cáo|xin|phản ánh"
    "|kiến nghị|hỏi|giải đáp|xác nhận|xác định"
)
_STOPS = "tại|thì|nhằm|để|đã|sẽ|được|này|nêu trên|nói trên|chỉ|có|từ|cho|đối với|theo|như sau|trong|hồi|lúc|vào"
_ACTS = (
    "có ý kiến|yêu cầu|đề nghị|thông báo|báo cáo|ban hành|hướng dẫn|xây dựng|triển khai|tổ chức|nhận được|giao|chỉ đạo"
    "|trả lời|xin|kính|đã|sẽ|nhận thấy|tham mưu|trình|cung cấp|gửi|thống nhất|quyết định|mời|phối hợp|mở"
)
_UNITS = (
    "Bộ|Sở|UBND|Ủy ban|Uỷ ban|Cục|Tổng cục|Văn phòng|Ban|Chủ tịch|Thủ tướng|Phó|Giám đốc|Trung tâm|Chi cục|Công đoàn"
    "|Liên đoàn|Trường|Bảo hiểm|Viện|Vụ|Phòng|Hội|Tỉnh|Thanh tra|Công an|Đảng|ngày"
)


def cue_before(text: str, folded: str, start: int, *, floor: int, inherited: str | None) -> str | None:
    """The word left of a citation that tells what the letter does to the document.

    `floor` is where the citation before it ends (0 where there is none), and `inherited` what that one's word was: the
    members of a list share it. A word inside the subject of the citation before is not this letter's.
    """
    low = max(_clause(folded, start), start - _REACH)
    hit = _last(folded, max(low, floor), start)
    if hit is not None and (floor <= low or not _in_subject(folded, floor, hit.start)):
        return text[hit.start : hit.end]
    return inherited if hit is None and _BOUND.search(folded[max(0, start - 20) : start]) else None


def cue_at_end(text: str) -> str | None:
    """The word in the last clause of `text`, for what continues it."""
    folded = key(text)
    hit = _last(folded, max(_clause(folded, len(folded)), len(folded) - _REACH), len(folded))
    return None if hit is None else text[hit.start : hit.end]


def _in_subject(folded: str, floor: int, at: int) -> bool:
    """Whether the word at `at` goes on with the citation that ends at `floor`, no comma or bracket between."""
    return re.search(r"[,;.:)]\s*(?:de|dong thoi|va|nay)?\s*$", folded[floor:at]) is None


def _last(folded: str, low: int, start: int) -> Hit | None:
    """The nearest cue in `[low, start)`; of those that overlap, the heaviest."""
    best: Hit | None = None
    for rule in table("relations").rules:
        for match in rule.pattern.finditer(folded, low, start):
            if folded[match.end() : match.end() + 1].isalnum() or folded[match.start() - 1 : match.start()].isalnum():
                continue
            hit = Hit(rule, match.start(), match.end(), {})
            apart = best is None or hit.start >= best.end or hit.end <= best.start
            if best is None or (hit.start > best.start if apart else rule.weight > best.rule.weight):
                best = hit
    return best


def _clause(folded: str, start: int) -> int:
    """Where the clause that holds `start` begins."""
    begin = 0
    for match in _SENTENCE.finditer(folded, max(0, start - _REACH), start):
        begin = match.end()
    return begin


def issuer_and_subject(text: str, end: int, near: int, limit: int) -> tuple[str | None, str | None]:
    """The issuer and the subject printed right of a citation that ends at `end`.

    `near` is where the next citation begins (an issuer ends before it), `limit` where the next that is not part of this
    one's subject does.
    """
    at = end
    match = _issuer().match(text, end, near)
    if match is None:
        return None, _subject(text, at, limit)
    at = _through_commas(text, match.end("issuer"), near)
    issuer = text[match.start("issuer") : at].strip(" ,")
    return issuer or None, _subject(text, at, limit)


@cache
def _issuer() -> re.Pattern[str]:
    return re.compile(
        rf"\s?,?\s?của\s?(?P<issuer>[^;.:()\"“”]{{2,110}}?)"
        rf"(?=\s+(?:{_VERBS}|{_STOPS})(?!\w)|\s?[;.:()\"“”]|\s?$|\s?,)"
    )


@cache
def _comma() -> re.Pattern[str]:
    return re.compile(
        rf"\s?,\s(?!(?:{_VERBS}|{_STOPS}|các|những|ngày|số|và|có|theo)(?!\w))[^;.:(),\"“”]{{2,60}}?"
        rf"(?=\s+(?:{_VERBS}|{_STOPS})(?!\w)|\s?[;.:(),\"“”]|\s?$)"
    )


def _through_commas(text: str, end: int, near: int) -> int:
    """A comma inside a name (`Cục Quản lý Khám, chữa bệnh`) does not end it: small letters follow, and no verb."""
    while (match := _comma().match(text, end, near)) is not None and match[0].lstrip(" ,")[0].islower():
        end = match.end()
    return end


@cache
def _subject_start() -> re.Pattern[str]:
    return re.compile(rf"\s?[,(]?\s?(?:(?:[Vv]ề việc|[Vv]/[Vv]|[Vv]ề)[:\s]+|(?=(?:{_VERBS})(?!\w)))(?=\w|[\"“])")


@cache
def _subject_end() -> re.Pattern[str]:
    """`;`, the sentence's end, `thì`, a bracket that closes, a unit that begins to act (`, Sở A đề nghị`)."""
    return re.compile(
        r"[;:]|\.(?=\s|$|/)|\)|\s(?=(?:thì|như sau)(?!\w))|\s(?=(?:Căn cứ|Thực hiện|Xét)\s)"
        r"|,\s(?=trong đó|theo đó|cụ thể|đến nay|đồng thời)"
        rf"|,\s(?=(?:{_UNITS})\b[^,;.]{{2,90}}?\s(?:{_ACTS})(?!\w))"
    )


def _subject(text: str, at: int, limit: int) -> str | None:
    match = _subject_start().match(text, at, limit)
    if match is None:
        return None
    stop = _subject_end().search(text, match.end(), limit)
    subject = text[match.end() : stop.start() if stop else limit]
    subject = re.sub(r"(?:\s|[,;(]|\s(?:và|các|tại|của|theo|quy định))+$", "", subject).strip(' "“”')
    return subject if len(subject.split()) > 2 else None
