"""loại văn bản: the type that the heading names, công văn where there is none, `other` for no official document.

A paper is `other` when its heading says so (a law, a contract, an application), when it is a blank form or a sample,
when it is a court's, or when it has none of the marks of a letter (a news item, a web page). A false `other` loses a
whole letter, so what a letter only speaks of (a sample it sends, a case it reports) never outweighs its own letterhead.
"""

from __future__ import annotations

import re

from schemas.found import Found
from schemas.page import Origin, Span
from schemas.rule import table
from schemas.zone import Cell, Zoned
from vietnamese.fold import key
from vietnamese.kinds import abbreviations, heading_kind, reasons
from vietnamese.persons import is_person

# What each cell's presence is worth as a mark of a letter; a document with less than LEAST is none.
_MARKS = {
    Cell.NATIONAL: 1.5, Cell.NUMBER: 1.5, Cell.PLACE_DATE: 1.0, Cell.ISSUER: 0.5, Cell.SUBJECT: 1.0, Cell.KIND: 2.0,
    Cell.ADDRESSEES: 1.5, Cell.DISTRIBUTION: 1.5, Cell.AUTHORITY: 1.0, Cell.SIGNER: 0.5,
}  # fmt: skip
LEAST = 2.4
UNLISTED = "kind/unlisted"  # an office issued it as it issues its documents, and the decree has no such type
_LEADERS = re.compile(r"[.…_]{3,}")  # what is to be filled in
_LEGAL = re.compile(r"(?:\d\s?[/-]\s?|^)(?:NĐ|TT|TTLT|TTLB|PL|SL|L|LCT|QH\d{0,2}|UBTVQH\d{0,2}|VBHN)(?![^\W\d_])")


def extract(zoned: Zoned) -> list[Found[str]]:
    """One reading: the slug, `other` with the finding `not-a-letter`."""
    headed = _heading(zoned)
    reason = _not_a_letter(zoned, headed[0] if headed else None)
    if reason is not None:
        message, spans = reason
        rule = UNLISTED if message == reasons()["rules"] and _issued(zoned) else "kind/other"
        return [Found("other", spans, 0.9, rule, (("not-a-letter", message),))]
    if headed is not None and not headed[0].startswith("other:"):
        return [Found(headed[0], headed[1], 0.95, "kind/heading")]
    return [_without_heading(zoned)]


def _heading(zoned: Zoned) -> tuple[str, tuple[Span, ...]] | None:
    for line in zoned.of(Cell.KIND):
        slug = heading_kind(zoned.text(line))
        if slug is not None:
            return slug, (Span(line.start, line.end),)
    return None


def _without_heading(zoned: Zoned) -> Found[str]:
    """By the symbol where that plainly names a type, else công văn, the type that prints no heading."""
    plain = bool(zoned.of(Cell.SUBJECT) or zoned.of(Cell.ADDRESSEES))
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", key(zoned.flow(Cell.ISSUER).text)))
    for line in zoned.of(Cell.NUMBER):
        match = re.search(r"/\s?([A-ZĐ][A-Za-zĐđ]{1,3})\s?[-–]\s?([A-ZĐ]{2,})", zoned.text(line))
        slug = abbreviations().get(match[1]) if match else None
        if match is None or slug is None:
            continue
        # CT is Chỉ thị, and Cục Thuế too: with a subject or addressees it counts only before the issuer's initials.
        named = key(match[2]) in initials and not initials.startswith(key(match[1]))
        if not plain or named or slug == "cong_van":
            span = Span(line.start + match.start(1), line.start + match.end(1))
            return Found(slug, (span,), 0.7, "kind/symbol")
    lines = zoned.of(Cell.SUBJECT)[:1] or zoned.of(Cell.ADDRESSEES)[:1]
    return Found("cong_van", tuple(Span(line.start, line.end) for line in lines), 0.85, "kind/no-heading")


def _not_a_letter(zoned: Zoned, slug: str | None) -> tuple[str, tuple[Span, ...]] | None:
    """Why the document is no official document, None if it is one."""
    sent = _sent(zoned)
    if slug is not None and slug.startswith("other:"):
        reason = slug.removeprefix("other:")
        if not (sent and _addressed(zoned, reason)):
            line = zoned.of(Cell.KIND)[0]
            return reasons()[reason], (Span(line.start, line.end),)
    if slug == "hop_dong":
        return reasons()["contract"], ()
    if _court(zoned, slug, sent=sent):
        return reasons()["court"], ()
    for hit, span in _signs(zoned):
        if hit == "sample" and not _signed_by_name(zoned):
            return "A page that shows a sample of a letter.", (span,)
        if hit == "sample-in-body" and not sent and not _signed_by_name(zoned):
            return "A page that shows a sample of a letter.", (span,)
        if hit == "application" and not sent and not zoned.of(Cell.NUMBER):
            return reasons()["form"], (span,)
    if not sent and _blanks(zoned):
        return "A form that is not filled in.", ()
    if _marks(zoned) < LEAST:
        return "It has no national heading, number, recipients or signer: news or a web page.", ()
    return None


def _sent(zoned: Zoned) -> bool:
    """Whether an office sent it: the issuer, a number and what follows them, none of it left to be filled in.

    A number that is blank counts, for it is written by hand; a row of points in its place is a form's.
    """
    present = set(zoned.cells)
    if not {Cell.ISSUER, Cell.NUMBER} <= present:
        return False
    if not present & {Cell.PLACE_DATE, Cell.NATIONAL} or not present & {Cell.ADDRESSEES, Cell.SUBJECT, Cell.KIND}:
        return False
    if not present & {Cell.ADDRESSEES, Cell.DISTRIBUTION, Cell.AUTHORITY, Cell.SIGNER}:
        return False
    lines = zoned.of(Cell.ISSUER, Cell.NUMBER, Cell.PLACE_DATE)
    if any(line.origin == Origin.OCR for line in lines):
        return True  # OCR reads points in the ink of a number
    return not any(_LEADERS.search(zoned.text(line)) for line in lines)


def _issued(zoned: Zoned) -> bool:
    """Whether a charter or rules went out as an office's documents do: whole letterhead, recipients, signer."""
    whole = {Cell.NATIONAL, Cell.PLACE_DATE, Cell.DISTRIBUTION, Cell.AUTHORITY}
    return _sent(zoned) and whole <= set(zoned.cells)


def _addressed(zoned: Zoned, reason: str) -> bool:
    """Whether a letter only took another paper's title for its heading: it goes to somebody, under its own number."""
    if reason not in ("normative", "rules") or not zoned.of(Cell.ADDRESSEES):
        return False
    return not any(_LEGAL.search(zoned.text(line)) for line in zoned.of(Cell.NUMBER))


def _marks(zoned: Zoned) -> float:
    present = set(zoned.cells)
    worth = sum(mark for cell, mark in _MARKS.items() if cell in present)
    if Cell.DISTRIBUTION in present and not any(
        re.match(r"\W*(?:n[o0c]i\s?nhan|l?[u]{1,2}u?\s?[:.]|nhu )", key(zoned.text(line)))
        for line in zoned.of(Cell.DISTRIBUTION)
    ):
        worth -= _MARKS[Cell.DISTRIBUTION]
    return worth


def _signed_by_name(zoned: Zoned) -> bool:
    return any(is_person(zoned.text(line).strip(" .*_")) for line in zoned.of(Cell.SIGNER))


def _signs(zoned: Zoned) -> list[tuple[str, Span]]:
    """What lines say of samples, forms and applications: (sign, where)."""
    out = []
    for line, cell in zip(zoned.lines, zoned.cells, strict=True):
        if cell in (Cell.APPENDIX, Cell.DISTRIBUTION, Cell.FOOTNOTE):
            continue
        folded = key(zoned.text(line)[:160])
        for rule in table("kind").rules:
            wanted = rule.sets["cell"]
            if wanted in ("any", cell) and rule.pattern.search(folded):
                out.append((rule.sets["sign"], Span(line.start, line.end)))
    return out


def _court(zoned: Zoned, slug: str | None, *, sent: bool) -> bool:
    """Whether it is a court's or a prosecutor's paper in a case. What they write to somebody about one is a letter."""
    issuer = key(zoned.flow(Cell.ISSUER).text)
    if not re.search(r"\b(?:toa an|vien kiem sat)\b", issuer):
        return False
    signs = {sign for sign, _ in _signs(zoned)}
    if "judgement" in signs:
        return True
    if slug not in (None, "quyet_dinh"):
        return False  # its reports and plans speak of cases too
    return "court" in signs and not (sent and zoned.of(Cell.ADDRESSEES, Cell.SUBJECT))


def _blanks(zoned: Zoned) -> bool:
    """Whether most lines are to be filled in: dotted blanks, in a document that has no number of its own."""
    lines = [
        line
        for line, cell in zip(zoned.lines, zoned.cells, strict=True)
        if cell not in (Cell.APPENDIX, Cell.DECORATION)
    ]
    dotted = sum(1 for line in lines if re.search(r"[.…]{4,}|_{4,}", zoned.text(line)))
    return dotted >= 5 and dotted >= 0.2 * len(lines)
