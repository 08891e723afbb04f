"""references: every document cited, once each (văn bản viện dẫn).

A citation is a number with its symbol (`12/SYT-NVY`, `99/2031/NĐ-CP`, `91-QĐ/TW`), or a type with a number or a day
alone. Around it stand, all optional: the type and `số` on its left, the day, the issuer (`của …`) and the subject
(`về …`) on its right. Lists share a head (`các công văn số A …; số B …`) and a day (`A, B ngày …`). Later mentions are
merged into the first. Not read: appendices, the letterhead, signature panels, addressees and distribution.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3 and II.6 (how documents are numbered and cited).
"""

from __future__ import annotations

from dataclasses import replace

from extractors.references.citation import Citation, citations
from extractors.references.merge import merge
from extractors.references.symbols import mended, read_by_ocr
from schemas.found import Found, ReferenceMention
from schemas.zone import Block, BlockKind, Cell, Flow, Zoned

__all__ = ["extract"]


def extract(zoned: Zoned) -> list[Found[ReferenceMention]]:
    """Every document that `zoned` cites, in the order of first citation."""
    out: list[Found[ReferenceMention]] = []
    seen_by_ocr = read_by_ocr(zoned)
    for cell in (Cell.TITLE, Cell.SUBJECT):
        out.extend(_found(zoned.flow(cell), ""))
    for block in zoned.blocks:
        head = _head(zoned, block)
        for flow in _flows(block):
            out.extend(_found(flow, head))
    out.extend(_found(zoned.flow(Cell.FOOTNOTE), ""))
    return merge([_mended(zoned, found, seen_by_ocr) for found in out])


def _mended(zoned: Zoned, found: Found[ReferenceMention], pages: frozenset[int]) -> Found[ReferenceMention]:
    """`found` with its symbol put right, where an OCR engine read it."""
    symbol = found.value.symbol
    if symbol is None or zoned.document.page_of(found.spans[0].start) not in pages:
        return found
    return replace(found, value=replace(found.value, symbol=mended(symbol)))


def _flows(block: Block) -> list[Flow]:
    if block.kind is BlockKind.ROW and block.columns:
        return [column.flow for column in block.columns]
    return [block.flow]


def _head(zoned: Zoned, block: Block) -> str:
    """The words that `block` hangs under, which its citations continue (`Thực hiện các công văn sau:`)."""
    return "" if block.parent is None else zoned.blocks[block.parent].flow.text


def _found(flow: Flow, head: str) -> list[Found[ReferenceMention]]:
    return [_report(flow, citation) for citation in citations(flow.text, head=head)]


def _report(flow: Flow, citation: Citation) -> Found[ReferenceMention]:
    return Found(
        value=citation.mention,
        spans=flow.spans(citation.start, citation.end),
        confidence=citation.confidence,
        rule=citation.rule,
    )
