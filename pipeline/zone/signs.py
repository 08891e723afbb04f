"""The signs of a line: facts of its form, place and neighbours, by the names under which `data/lexicon/forms.toml`
says what each is worth in each state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.zone.cues import Cues
from pipeline.zone.look import Look
from vietnamese.lexicon import keys

_BULLET = re.compile(r"\s*(?:[-~+–—•*>=ˆ]{1,3}|[“‘'.·|]\s?[-~–])\s*\S")
_NUMBERED = re.compile(r"\d/|/\d|^\d|\bso\s\d")
_GOES_ON = re.compile(r"(?:tinh|tp|thanh pho|huyen|quan|thi xa|xa|phuong|va)\b")
_FILING = re.compile(r"\blu+u?\b")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a line, as far as its own state depends on it."""

    before: Look | None  # the line before it that is no noise
    after_kind: bool  # it is a heading that a title follows
    title_mixed: bool  # small letters have been read since the last heading
    beside_date: bool  # the place and date stand right of it in its row


def signs_of(look: Look, cues: Cues, around: Around) -> Iterator[tuple[str, float]]:
    """The signs of a line, each with how many times it counts."""
    yield from _lengths(look)
    yield from _edges(look, cues, around)
    yield from _letters(look, around)
    yield from _issuer(look)
    yield from _dust(look)


def always_of(look: Look, cues: Cues, around: Around, *, national: bool) -> Iterator[str]:
    """The signs that count beside a cue too."""
    yield from _place(look)
    if look.gap == 2:
        yield "always-rule"
        if "subject" not in cues.cells:
            yield "always-rule-uncued"
    elif look.gap:
        yield "always-gap"
    if around.title_mixed and look.capitals > 0.7 and look.letters > 5:
        yield "always-deciding"
    if around.after_kind and "body-label" not in cues.rules:
        yield _under_a_type(look, cues)
    if look.heading is not None:
        yield "always-heading"
    if "date" in cues.rules or "body-closing" in cues.rules:
        yield "always-sentence-end"
    if national or "number-labelled" in cues.rules or "appendix" in cues.rules:
        yield "always-letterhead"
    elif look.first_of_page and not cues.cells:
        yield "always-new-page-uncued"


def _place(look: Look) -> Iterator[str]:
    if look.first_of_page:
        yield "always-new-page"
    if look.noisy:
        yield "always-noisy"
    if look.tiny:
        yield "always-tiny"
    if look.grid:
        yield "always-grid"
    if look.side != "full":
        yield f"always-{look.side}"


def _under_a_type(look: Look, cues: Cues) -> str:
    if look.end in ".:;" and look.length > 90:
        return "always-after-kind-sentence"
    if not cues.opening:
        return "always-after-kind"
    # A paragraph that ends without a stop, a line in bold, or one too short for the width of the body.
    whole = look.length > 110 or bool(look.line.bold) or (look.length < 60 and look.end not in ".:;,")
    return "always-after-kind-whole" if whole else "always-after-kind-opening"


def _lengths(look: Look) -> Iterator[tuple[str, float]]:
    if look.line.cell is None:
        for most in (70, 75, 100):
            if look.length > most:
                yield f"past-{most}", min(8.0, (look.length - most) / 8)
    if look.length >= 66:
        yield "over-65", 1.0
    if look.length >= 110:
        yield "over-109", 1.0
    if look.length > 110:
        yield "over-110", 1.0


def _edges(look: Look, cues: Cues, around: Around) -> Iterator[tuple[str, float]]:
    before = around.before
    bullet = _BULLET.match(look.text) is not None
    if bullet:
        yield "bullet", 1.0
    elif "body" in cues.cells:
        yield "cued-body", 1.0
    if cues.opening:
        yield "opening", 1.0
    if look.lower:
        yield "lower", 1.0
        if look.length <= 80:
            yield "lower-short", 1.0
    if look.end in ";,":
        yield ("semicolon" if look.end == ";" else "comma"), 1.0
    if before is None:
        return
    if before.end not in ".;:":
        if look.length <= 80:
            yield "before-open", 1.0
        if not cues.opening and (look.lower or look.length < 66):
            yield "before-open-title", 1.0
    elif before.end == ".":
        yield ("before-stop-bullet" if bullet else "before-stop"), 1.0
    if not bullet and _FILING.search(before.key[:12]):
        yield "before-filing", 1.0


def _letters(look: Look, around: Around) -> Iterator[tuple[str, float]]:
    before = around.before
    shouted = look.capitals > 0.7
    if shouted and look.letters > 8 and not look.lower:
        yield "shouted-long", 1.0
    if shouted or look.line.bold:
        yield "shouted-or-bold", 1.0
    calm = before is None or before.capitals < 0.5
    if shouted and look.letters > 5 and calm and _BULLET.match(look.text) is None:
        yield "shouted-after-small", 1.0
    if before is not None and before.line.bold and look.line.bold is False:
        yield "before-bold", 1.0
    if look.authority and not around.after_kind and look.length <= 80:
        yield "authority-not-title", 1.0
    if look.person >= 0.9:
        yield "person", 1.0


def _issuer(look: Look) -> Iterator[tuple[str, float]]:
    if look.length > 90 and look.line.cell is None:
        yield "issuer-long", 1.0
        return
    bare = look.key.strip(" .,;:_-|*~—–=")
    begins = begins_body(bare)
    if look.authority and not begins:
        yield "issuer-position", 1.0
    if _NUMBERED.search(bare):
        return
    if look.letters >= 3 and look.capitals >= 0.65:
        yield "issuer-shouted", 1.0
        if begins:
            yield "issuer-head", 1.0
            if not look.authority or begins:
                yield "like-issuer", 1.0
        if _GOES_ON.match(bare):
            yield "issuer-goes-on", 1.0
    elif look.length <= 60 and begins and look.text.lstrip(" _.-")[:1].isupper():
        yield "issuer-small", 1.0


@cache
def _heads() -> re.Pattern[str]:
    heads = sorted(keys("bodies", "heads"), key=lambda head: (-len(head), head))
    return re.compile(r"(?:" + "|".join(map(re.escape, heads)) + r")(?!\w)")


def begins_body(folded: str) -> bool:
    """Whether a key begins with the head of a body's name."""
    return _heads().match(folded) is not None


def _dust(look: Look) -> Iterator[tuple[str, float]]:
    if look.length <= 14 or look.letters <= 5:
        return
    if look.length > 45:
        yield "dust-never", 1.0
        return
    yield "dust-middling", 1.0
    if look.strange:
        yield "dust-strange", min(3.0, look.strange)
    if look.text[:1] in "|_=<>{}[]~":
        yield "dust-edge", 1.0
