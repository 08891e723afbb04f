"""The words of orders as patterns: verbs of work, adverbs before them, what opens a clause. Built once, from data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from schemas.rule import table
from vietnamese.fold import key
from vietnamese.leaders import without_leader
from vietnamese.lexicon import words


def any_of(entries: Iterable[str]) -> str:
    """An alternation of literal `entries`, longest first."""
    return "|".join(re.escape(e) for e in sorted(set(entries), key=lambda e: (-len(e), e)))


@cache
def work() -> re.Pattern[str]:
    """At a place in a text: adverbs, then `verb`, which heads an obligation. Matched against small letters."""
    verbs = words("orders", "actions")
    adverbs = words("orders", "adverbs")
    return re.compile(rf"(?P<before>(?:(?>{any_of(adverbs)})[\s,]+(?:và\s+)?)*)(?P<verb>{any_of(verbs)})(?!\w)")


@cache
def work_key() -> re.Pattern[str]:
    """As `work`, over accent-less keys and without the verbs of one syllable."""
    verbs = [key(verb) for verb in words("orders", "actions") if " " in verb]
    adverbs = [key(adverb) for adverb in words("orders", "adverbs") if " " in adverb]
    return re.compile(rf"(?P<before>(?:(?>{any_of(adverbs)})[\s,]+(?:va\s+)?)*)(?P<verb>{any_of(verbs)})(?!\w)")


def spelled(verb: str) -> str:
    """A verb of work as the lexicon spells it, where it was read without its accents or with false ones."""
    return verb if verb in words("orders", "actions") else _by_key().get(key(verb), verb)


@cache
def _by_key() -> dict[str, str]:
    return {key(verb): verb for verb in reversed(words("orders", "actions")) if " " in verb}


@cache
def performative() -> re.Pattern[str]:
    """The verb by which work is given, anywhere in a key; `giao` is checked against the text by its finder."""
    verbs = sorted({key(verb) for verb in words("orders", "performatives")})
    return re.compile(rf"(?<!\w)(?P<cue>{any_of(verbs)})(?!\w)")


@cache
def adverbial() -> re.Pattern[str]:
    """What opens a clause before its subject or verb, up to and with the comma after it."""
    return re.compile(rf"(?:{any_of(words('orders', 'adverbials'))})(?!\w)")


@cache
def linking() -> re.Pattern[str]:
    """What links a sentence to the one before it, with no comma between it and the subject: `Riêng Trạm A gửi …`."""
    return re.compile(rf"(?:{any_of(words('orders', 'links'))})\s+(?:doi voi\s+)?")


@cache
def eagerly() -> re.Pattern[str]:
    """Adverbs that stand only before a verb: `khẩn trương`, `chủ động`."""
    return re.compile(rf"(?<!\w)(?:{any_of(words('orders', 'eager'))})[\s,]+")


@cache
def unordering() -> re.Pattern[str]:
    """What stands right before a word of ordering that gives no order."""
    return re.compile(rf"(?:^|\s)(?:{any_of(words('orders', 'not_ordering'))})\s*$")


@cache
def before_ordering() -> re.Pattern[str]:
    """Words that may stand before the order's verb without saying who gives it."""
    return re.compile(rf"(?:(?:{any_of(words('orders', 'before_ordering'))})[\s,]*)*")


@cache
def condition() -> re.Pattern[str]:
    """The start of a sentence that only limits the one before it."""
    return re.compile(rf"(?:{any_of(words('orders', 'conditions'))})(?!\w)")


@cache
def permissive() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?<!khong )(?<!chua )(?:{any_of(words('orders', 'permissive'))})(?!\w)")


@cache
def public() -> re.Pattern[str]:
    """Keys of those whom the law speaks of: firms and people at large."""
    return re.compile(rf"(?:(?:{any_of(words('orders', 'several'))})\s+)?(?:{any_of(words('orders', 'public'))})(?!\w)")


def is_office(name: str) -> bool:
    """Whether a name stands for an office of the state, or who leads one: the law is theirs to carry out."""
    several = _several()
    return _offices().match(several.sub("", without_leader(several.sub("", key(name))))) is not None


@cache
def _several() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(words('orders', 'several'))})\s+")


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words('orders', 'offices'))})(?!\w)")


@cache
def things() -> re.Pattern[str]:
    """Keys of what `các …` may begin with and be no unit."""
    return re.compile(rf"(?:{any_of(words('orders', 'things'))})(?!\w)")


def mark(name: str) -> re.Pattern[str]:
    """The pattern of a row of `data/rules/directives-marks.toml`, over keys."""
    return _marks()[name]


@cache
def _marks() -> dict[str, re.Pattern[str]]:
    return {rule.id: rule.pattern for rule in table("directives-marks").rules}


@cache
def closings() -> tuple[str, ...]:
    """How the last paragraphs of a letter begin, as keys."""
    return tuple(words("orders", "closings"))


# A limit in time, roughly: only to tell that there is one. The deadlines' own extractor reads it.
LIMIT = re.compile(
    r"\b(?:truoc ngay|truoc \d+|cham nhat|den het ngay|den ngay|het ngay|xong truoc|trong ngay|trong vong"
    r"|trong thoi han|hang thang|hang quy|hang nam|hang tuan|dinh ky|truoc thang"
    r"|(?:xong|vao|gui|nop|hoan thanh) ngay \d+"
    r"|tu ngay \d{1,2} den|moi thang|moi quy)\b"
)
# A limit that names a day.
DATED = re.compile(r"\b(?:truoc|cham nhat|den het|den|het|trong)(?: \w+){0,4} (?:ngay )?\d{1,2}[/.-]\d|\btruoc ngay \d")
