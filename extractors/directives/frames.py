"""What a paragraph or heading makes of the items under it: work, law explained, topics — and whose work it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from extractors.directives.acts import Act, Kind, read
from extractors.directives.assignees import named_together
from extractors.directives.sentences import sentences
from schemas.rule import Rule, table
from schemas.zone import Block, BlockKind
from vietnamese.fold import key
from vietnamese.units import UnitName, units_at

# "… thực hiện tốt một số nội dung sau:": an order whose work is all in the list.
_GENERIC = re.compile(
    r"(?:thuc hien|trien khai|tap trung|luu y|quan tam|chu trong|to chuc|phoi hop|quan triet|chi dao|lam)"
    r"(?:[\s,]+(?:thuc hien|trien khai|tap trung|tot|nghiem|nghiem tuc|day du|dong bo|khan truong|ngay|hieu qua|co hieu qua|va|quan triet|to chuc|cac don vi|lam))*"
    r"(?:\s+(?:cac|mot so|nhung))?(?:\s+(?:noi dung|nhiem vu|cong viec|viec|giai phap|bien phap|cong tac|van de|yeu cau|hoat dong|diem|cong tac))*"
    r"(?:[\s,]+(?:trong tam|cu the|chu yeu|lon|chinh|cap bach|va|giai phap|nhiem vu|trong thoi gian toi|noi dung|sau))*"
    r",?\s*(?:cu the)?\s*(?:la\s+)?(?:nhu\s+)?(?:sau(?: day)?|duoi day)?\s*:?\s*$"
)
_AS_FOLLOWS = re.compile(r"(?:sau(?: day)?|duoi day|cu the)\s*:\s*$")
_TOPICS = re.compile(
    r"\b(?:theo|ve|gom|bao gom|voi|tren|trong|dap ung|cho|thong qua|qua|bang)\s+(?:cac|mot so|nhung|noi dung)?\s*(?:khau|cach|hinh thuc|chu de|noi dung|mau|tieu chi|bieu mau|huong dan|thong tin"
    r"|de cuong|van de|linh vuc|muc|tieu chuan|dieu kien|doi tuong|danh muc|chi tieu|thanh phan|lich|so lieu|du lieu|du kien|dia chi)\b[^:]{0,80}:\s*$"
)
_HEED = re.compile(
    r"\b(?:luu y|chu y|trong do|dam bao|bao dam|nhu|gom|bao gom|ve|sau|neu ro|the hien|la|gom co)(?: (?:mot so|cac|nhung) (?:noi dung|van de|diem|du lieu|yeu cau)(?: sau| sau day| ve)?)?\s*:\s*$"
)
_BARE_ORDER = re.compile(r"(?:yeu c\wu|de nghi|chi thi|quyet dinh|chi dao|giao|giao nhiem vu)(?: nhu sau)?\s*:\s*$")
_CONCLUDES = re.compile(
    r"(?:ket luan|chi dao|y kien chi dao|co y kien|thong nhat|giao nhiem vu|ket luan va chi dao)(?: [^,:;.]{0,60})?(?: nhu sau| sau)?\s*:\s*$"
)
_LEADER = re.compile(
    r"(?:thu tuong|pho thu tuong|chu tich|pho chu tich|bo truong|thu truong|giam doc|bi thu|truong ban|tong giam doc|dong chi|ong|ba|lanh dao|chanh van phong|chu toa|hieu truong|cuoc hop|hoi nghi)\b"
)
_ADDRESSES = re.compile(
    r"^(?:Giao cho|Giao|Đề nghị|Yêu cầu|Đối với|Về phía|Trách nhiệm của|Nhiệm vụ của|GIAO|ĐỀ NGHỊ|YÊU CẦU|ĐỐI VỚI|TRÁCH NHIỆM CỦA|TRÁCH NHIỆM|Trách nhiệm|Nhiệm vụ)\s+"
)
_TAIL = re.compile(
    r"\s*(?:co trach nhiem|chiu trach nhiem|co nhiem vu|chu tri|phoi hop|la co quan|la don vi|chu dong|tap trung|can|phai)?[\s,:]*(?:thuc hien|trien khai)?[\s,:]*"
)


class Mode(StrEnum):
    """How items are read."""

    ORDER = "order"  # an item is work if it does anything
    WEAK = "weak"  # an item is work if it names who does it, or is an order in words
    PLAIN = "plain"  # running text, sentence by sentence
    ANSWER = "answer"  # law and opinion: only orders in so many words
    DEAD = "dead"  # topics, facts, criteria: only orders in so many words


@dataclass(frozen=True, slots=True)
class Context:
    """What a block inherits: how to read it, whose work it is, and from which blocks."""

    mode: Mode
    rule: str
    leads: tuple[tuple[int, UnitName], ...] = ()  # (index of the block that names it, the name)
    supports: tuple[tuple[int, UnitName], ...] = ()
    above: tuple[int, ...] = ()  # blocks whose deadlines hold for what stands under them

    def under(self, block: Block, **changes: object) -> Context:
        return replace(self, above=(*self.above, block.index), **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a block that stands over others is to be taken: what it makes of them, and whether it is work itself."""

    context: Context
    work: bool  # the block is an obligation of its own
    act: Act | None = None
    leaf: bool = False  # the block is to be judged as if nothing stood under it
    at: tuple[int, int] | None = None  # the sentence that opens, in the block's flow


def heading_rule(folded: str) -> Rule | None:
    """The rule by which `folded`, a heading's key, tells what stands under it."""
    for rule in table("directives-headings").rules:
        if rule.id not in ("heading-who", "heading-when") and rule.pattern.match(folded):
            return rule
    return None


def looks_like_heading(block: Block) -> bool:
    """Short, and without the stop of a sentence."""
    text = block.flow.text.rstrip()
    return len(text) <= 220 and (text.endswith(":") or text[-1:] not in ".;!?…")


def named_in(text: str) -> tuple[list[UnitName], list[UnitName], str] | None:
    """The leads and supports of a heading that only names who does what follows, and the rule; None where it says more."""
    head = _ADDRESSES.match(text)
    at = 0 if head is None else head.end()
    found, after = units_at(text, at)
    if not found:
        return None
    leads: list[UnitName] = list(found)
    supports: list[UnitName] = []
    folded = key(text)
    rest = folded[after:].strip(" .:,;")
    if not rest:
        return leads, supports, "unit-alone" if head is None else "unit-addressed"
    match = re.compile(
        r"[\s,]*(?:(?:co trach nhiem|chu dong|la don vi)[\s,]*)?(?:(?:chu tri|chu tr\w)[\s,:]*)?(?:(?:va\s+)?phoi hop(?: chat che)?(?:\s*(?:voi|cung))?\s*)?"
    ).match(folded, after)
    if match is not None and match.end() > after:
        more, end = units_at(text, match.end())
        if more and not folded[end:].strip(" .:,;"):
            return leads, more, "unit-with-support"
        if not more and not folded[match.end() :].strip(" .:,;"):
            return leads, supports, "unit-leads"
        if more and _GENERIC.match(folded[end:].strip()):
            return leads, more, "unit-with-support-generic"
    if _GENERIC.fullmatch(rest):
        return leads, supports, "unit-generic"
    return None


def opening(block: Block, context: Context, *, marked: bool, doing: float) -> Opening:
    """How `block` is to be taken, over blocks (`marked`: items) of which the share `doing` reads like work."""
    text = block.flow.text
    folded = key(text)
    spans = list(sentences(text))
    start, end = spans[-1] if spans else (0, len(text))
    last = folded[start:end]
    colon = last.rstrip().endswith(":")
    if block.kind is BlockKind.ITEM or looks_like_heading(block):
        named = named_in(text)
        if named is not None and context.mode is not Mode.DEAD:
            leads, supports, rule = named
            return Opening(_named(block, context, leads, supports, rule), work=False)
        headed = heading_rule(folded) if looks_like_heading(block) else None
        if headed is not None:
            mode = Mode(headed.sets["mode"])
            if mode is Mode.ORDER and context.mode is Mode.ANSWER:
                mode = Mode.WEAK
            return Opening(context.under(block, mode=mode, rule=headed.id), work=False)
    act = read(text, folded, start, end)
    if colon:
        return _colon(block, context, act, last, (start, end), doing)
    titled = len(spans) == 1 and len(text) < 120 and act.kind is Kind.NONE
    if act.kind is not Kind.ORDER and (looks_like_heading(block) or titled):
        return Opening(context.under(block), work=False)
    # A whole sentence over a list: an item with conditions under it.
    working = act.kind is not Kind.NONE and doing >= 0.5
    mode = context.mode if working or not marked else Mode.DEAD
    return Opening(context.under(block, mode=mode, rule="under-a-sentence"), work=False, leaf=True)


def _named(block: Block, context: Context, leads: list[UnitName], supports: list[UnitName], rule: str) -> Context:
    return context.under(
        block,
        mode=Mode.ORDER if context.mode is not Mode.ANSWER else Mode.WEAK,
        rule=rule,
        leads=tuple((block.index, unit) for unit in leads),
        supports=tuple((block.index, unit) for unit in supports),
    )


def _colon(block: Block, context: Context, act: Act, last: str, at: tuple[int, int], doing: float) -> Opening:
    """A block that ends with a colon."""
    leads = (
        tuple((block.index, unit) for unit in act.units)
        if act.kind in (Kind.ORDER, Kind.SUBJECT) and not act.past
        else ()
    )
    supports: tuple[tuple[int, UnitName], ...] = ()
    if leads:
        crew = named_together(block.flow, act)
        leads += tuple((block.index, unit) for unit in crew[0])
        supports = tuple((block.index, unit) for unit in crew[1])
    gives = {"leads": leads, "supports": supports} if leads else {}

    def over(mode: Mode, rule: str, **more: object) -> Context:
        return context.under(block, mode=mode, rule=rule, **more)

    if _BARE_ORDER.search(last):
        return Opening(over(Mode.ORDER, "frame-order", **gives), work=False)
    if act.kind is Kind.ORDER or (act.kind is Kind.SUBJECT and not act.past and context.mode is Mode.ORDER):
        tail = last[max(0, (act.verb or at[0]) - at[0]) :]
        if _GENERIC.search(tail):
            return Opening(over(Mode.ORDER, "frame-generic", **gives), work=False)
        if _TOPICS.search(tail):
            return Opening(over(Mode.DEAD, "frame-topics"), work=True, act=act, at=at)
        if (_HEED.search(tail) and doing < 0.5) or (not _AS_FOLLOWS.search(tail) and doing < 0.5):
            return Opening(over(Mode.DEAD, "frame-conditions"), work=True, act=act, at=at)
        if block.kind is BlockKind.ITEM or doing >= 0.5:
            return Opening(over(Mode.ORDER, "frame-work-below", **gives), work=False)
        return Opening(over(Mode.DEAD, "frame-list-of-things"), work=True, act=act, at=at)
    if context.mode is Mode.ORDER and act.kind is Kind.BARE:
        if re.search(r"\b(?:luu y|chu y)[^:]*:\s*$", last) or (_TOPICS.search(last) and doing < 0.6) or doing < 0.5:
            return Opening(over(Mode.DEAD, "item-with-conditions"), work=True, act=act, at=at)
        return Opening(over(Mode.ORDER, "item-work-below"), work=False)
    if _CONCLUDES.search(last) and not re.search(
        r"\b(?:tra loi|nhan duoc cong van|phuc dap)\b", key(block.flow.text)[:200]
    ):
        lead = _LEADER.search(last) is not None
        if lead or context.mode in (Mode.ORDER, Mode.WEAK):
            strong = re.search(r"chi dao(?: nhu sau)?\s*:\s*$", last) is not None
            return Opening(over(Mode.ORDER if strong else Mode.WEAK, "frame-conclusion"), work=False)
    for rule in table("directives-frames").rules:
        if rule.pattern.search(last):
            return Opening(over(Mode(rule.sets["mode"]), rule.id), work=False)
    if _GENERIC.search(last) and act.kind is not Kind.NONE:
        return Opening(over(Mode.WEAK, "frame-generic-unaddressed"), work=False)
    return Opening(over(context.mode, "colon"), work=False)
