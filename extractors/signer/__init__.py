"""Who signs: authority (TM., KT., TL., TUQ., Q.), position, academic title and name, from the tail's right column.

Where authorities are stacked (`TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG`), capacity and on_behalf_of
are those of the first line. The position is the first line without a prefix below the last prefix: an office that is
printed once more over the name (`TRƯỞNG BAN … CHỦ TỊCH UBND TỈNH`) is not the one under which the letter goes out.
`KT. BỘ TRƯỞNG` with nothing under it says whom the signer stands for, not what the signer is: position stays None.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.signer.authority import Part, parts_of
from extractors.signer.person import person_of, unreadable_of
from schemas.found import Found, SignerMention
from schemas.zone import Zoned
from vietnamese.casing import sentence_case
from vietnamese.fold import key
from vietnamese.lexicon import keys

_UNREAD = ("signer-unreadable", "The signer's name is not surely read; it is left out.")
_HIDDEN = (
    "position-unsure",
    "What stands before the position, a KT. or a PHÓ perhaps, can't be read; the position is left out.",
)
_CLEAR = 0.7  # of the confidence in a position that was read badly
_EDGE = " \t.,;:_-–—~|*=/\\“”‘’'\"`()<>"


def extract(zoned: Zoned) -> list[Found[SignerMention]]:
    """The signer; none where the tail is lost."""
    parts = parts_of(zoned)
    name, title = person_of(zoned)
    if not parts and name is None:
        return []
    first = parts[0] if parts else None
    capacity = behalf = None
    if first is not None and first.capacity is not None:
        capacity = Found(first.capacity, first.spans, 0.95, "signer/capacity")
        behalf = None if first.unsure else _found(first, "signer/on-behalf")
    place = _position(parts)
    if place is not None and place.scanned and key(place.text) in keys("positions", "collectives"):
        place = None  # a collective signs through somebody: the TM. before it was lost
    if capacity is None and first is not None and place is first and len(parts) > 1 and _twice(first, parts[1]):
        place = replace(parts[1], text=f"Phó {parts[1].text}", confidence=0.5)
    if capacity is None and first is not None and place is not None and not place.unsure and _deputy_of(place, first):
        remark = ("capacity-inferred", "No KT. can be read before the head's position; the deputy's below tells it.")
        capacity = Found("KT", first.spans, 0.6, "signer/deputy", (remark,))
        behalf = _found(first, "signer/on-behalf")
    hidden = place is not None and (place.unsure or (place.behind and not key(place.text).startswith("pho ")))
    position = None if place is None or hidden else _found(place, "signer/position")
    mention = SignerMention(name=name, title=title, position=position, capacity=capacity, on_behalf_of=behalf)
    found = [f for f in (name, title, position, capacity, behalf) if f is not None]
    unread = unreadable_of(zoned) if name is None else None
    spans = tuple(sorted({span for f in (*found, *((unread,) if unread else ())) for span in f.spans}))
    remarks = [*([_UNREAD] if unread is not None else []), *([_HIDDEN] if hidden else [])]
    return [Found(mention, spans, min((f.confidence for f in found), default=0.0), "signer/tail", tuple(remarks))]


def _found(part: Part, rule: str) -> Found[str]:
    return Found(sentence_case(part.text).strip(_EDGE), part.spans, part.confidence, rule)


def _position(parts: list[Part]) -> Part | None:
    """The line that says what the signer is; None where it is lost."""
    after = max((i for i, part in enumerate(parts) if part.capacity is not None), default=-1) + 1
    if after >= len(parts):
        return None
    place = parts[after]
    if after + 1 < len(parts) and after == 0 and _deputy_of(parts[1], place):
        return parts[1]  # GIÁM ĐỐC over PHÓ GIÁM ĐỐC: the KT. before it was lost
    if after and parts[0].capacity == "KT" and key(place.text) == key(parts[0].text):
        # nobody signs in their own place: what stands before it is a PHÓ, or nothing was read of one
        return replace(place, text=f"Phó {place.text}", confidence=0.5) if place.behind and not place.unsure else None
    return place


def _twice(head: Part, below: Part) -> bool:
    """Whether OCR read the same position twice: nobody is set under themselves, so the lower one lost its PHÓ."""
    clear = min(head.confidence, below.confidence) >= _CLEAR
    return clear and head.scanned and below.scanned and head.text == below.text


def _deputy_of(place: Part, head: Part) -> bool:
    if place is head:
        return False
    return key(place.text).strip(_EDGE) == f"pho {key(head.text).strip(_EDGE)}"
