"""The words of units' names as patterns: heads, kinds, places, what ends a name. Built once, from `data/lexicon`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from vietnamese.fold import key, tones
from vietnamese.lexicon import words

_HEADS = ("bodies", "persons", "kinds")


def any_of(entries: Sequence[str]) -> str:
    """An alternation of `entries`, longest first, white space loose."""
    return "|".join(re.escape(e).replace(r"\ ", r"\s+") for e in sorted(set(entries), key=lambda e: (-len(e), e)))


def _cases(entries: Sequence[str]) -> list[str]:
    """Each entry with its first letter small and large, also Each Word Large; with the tone of uy on either vowel."""
    out: list[str] = []
    for entry in entries:
        for form in (entry, entry.replace("Ủy", "Uỷ"), entry.replace("ủy", "uỷ")):
            out.append(form)
            if not form.isupper():
                out += [form[0].upper() + form[1:], form[0].lower() + form[1:], form.title() if " " in form else form]
                out.append(form.lower())
    return list(dict.fromkeys(out))


@cache
def opening() -> re.Pattern[str]:
    """The head of a unit's name with its quantifier: groups `quantifier`, `head`, `person`, or `pronoun` (quý Sở)."""
    bodies = _cases(words("units", "bodies"))
    persons = _cases(words("units", "persons"))
    kinds = _cases(words("units", "kinds"))
    quantifiers = any_of(_cases(words("units", "quantifiers")))
    return re.compile(
        rf"(?P<quantifier>(?:{quantifiers})\s+)?"
        rf"(?!(?i:{any_of(words('units', 'not_heads'))})(?!\w))"
        rf"(?(quantifier)|(?!(?i:{any_of(words('units', 'not_heads_alone'))})(?!\w)))"
        rf"(?P<head>(?P<person>{any_of(persons)})|{any_of([*bodies, *kinds])})(?!\w)"
        rf"|(?P<pronoun>[Qq]uý\s+(?![IVX]+\b)[^\W\d]\w*)"
    )


@cache
def opening_key() -> re.Pattern[str]:
    """As `opening`, over keys, for heads of several syllables; those that are other words without accents are out."""
    unsafe = {key(word) for word in words("units", "unsafe_keys")}
    heads = {name: [k for w in words("units", name) if " " in w and (k := key(w)) not in unsafe] for name in _HEADS}
    quantifiers = any_of([key(w) for w in words("units", "quantifiers")])
    return re.compile(
        rf"(?P<quantifier>(?:{quantifiers})\s+)?"
        rf"(?!(?:{any_of([key(w) for w in words('units', 'not_heads')])})(?!\w))"
        rf"(?P<head>(?P<person>{any_of(heads['persons'])})|{any_of([*heads['bodies'], *heads['kinds']])})(?!\w)"
    )


def opening_at(text: str, at: int) -> re.Match[str] | None:
    """The head at `at`; where no head is spelt right, one that lost its accents in typing or OCR."""
    found = opening().match(text, at)
    if found is not None or not text[at : at + 1].isalpha():
        return found
    return opening_key().match(key(text[at : at + 60]))


@cache
def ending_key() -> re.Pattern[str]:
    """Verbs of several syllables as keys, for text whose accents are lost or misread."""
    verbs = [v for v in (*words("orders", "actions"), *words("orders", "adverbs")) if " " in v]
    verbs = [v for v in verbs if v not in words("orders", "never_ending")]
    return re.compile(rf"(?<!\w)(?:{any_of([key(v) for v in verbs])})(?!\w)")


@cache
def whole() -> re.Pattern[str]:
    """Names that hold the head of another unit, or a joint, and are one."""
    return re.compile(rf"(?:{any_of(words('units', 'whole'))})", re.IGNORECASE)


@cache
def sharing() -> re.Pattern[str]:
    """`các Sở: Tài chính, …`, `Giám đốc các Sở: …`: a head that the fields after it share, of an office or none."""
    heads = words("units", "field_heads")
    either = any_of([*heads, *(head.lower() for head in heads)])
    fields = any_of(words("units", "fields"))
    return re.compile(
        rf"(?:(?P<person>{any_of(_cases(words('units', 'persons')))})\s+)?"
        rf"(?:[Cc]ác|[Nn]hững|02|03|hai|ba)\s+(?P<head>{either})(?:(?P<colon>\s*:\s*)|\s+(?={fields}))"
    )


@cache
def introduced() -> re.Pattern[str]:
    """`các đơn vị: A, B` or `các đơn vị A, B`: a word for what the names after it are."""
    introducers = any_of(_cases(words("units", "introducers")))
    persons = any_of(_cases(words("units", "persons")))
    people = any_of(_cases(words("units", "introducers_of_people")))
    return re.compile(
        rf"(?:[Cc]ác\s+(?:{people})\s*:\s*|[Cc]ác\s+(?:{introducers})\s*(?::\s*|\s)|(?:{persons})\s+các\s+(?:{introducers})\s*:\s*"
        rf"|(?:{introducers})\s*:\s*)(?=[A-ZĐ])"
    )


@cache
def field() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(_cases(words('units', 'fields')))})(?!\w)")


@cache
def kinds_only() -> re.Pattern[str]:
    """Kinds of bodies in a row, none with words of its own, in small letters and with tones in one place."""
    kind = rf"(?:{any_of([tones(k.lower()) for k in words('units', 'kinds')])})"
    person = rf"(?:{any_of([tones(p.lower()) for p in words('units', 'persons')])})"
    quantifier = rf"(?:{any_of([q.lower() for q in words('units', 'quantifiers')])})"
    return re.compile(rf"(?:{person}\s+)?(?:{quantifier}\s+)?{kind}(?:\s*(?:,|/|và|\s)\s*{kind})*")


@cache
def kinds_only_key() -> re.Pattern[str]:
    """As `kinds_only`, over keys, of kinds of several syllables: those of one are too many words without accents."""
    kind = rf"(?:{any_of([key(k) for k in words('units', 'kinds') if ' ' in k])})"
    quantifier = rf"(?:{any_of([key(q) for q in words('units', 'quantifiers')])})"
    return re.compile(rf"(?:{quantifier}\s+)?{kind}(?:\s*(?:,|/|va|\s)\s*{kind})*")


@cache
def ending() -> re.Pattern[str]:
    """Words at which a name ends: only small letters, for names have their verbs in capitals."""
    verbs = [v for v in (*words("orders", "actions"), *words("orders", "adverbs")) if " " in v or "," in v]
    verbs += words("orders", "stops")
    verbs += [f"có {noun}" for noun in words("orders", "having")]
    verbs = [v for v in verbs if v not in words("orders", "never_ending")]
    verbs += [*words("orders", "performatives"), *words("orders", "misread")]
    verbs += [v.replace("ủy", "uỷ") for v in verbs if "ủy" in v]
    short = "|".join(
        "".join(f"(?<!{form} )" for noun in nouns for form in (noun, noun.capitalize())) + verb
        for verb, nouns in _short()
    )
    within = any_of(words("units", "within"))
    return re.compile(rf"(?<!\w)(?:{any_of(verbs)}|{short}|trong(?!\s+(?:{within})))(?!\w)")


@cache
def strong() -> re.Pattern[str]:
    """Words that only begin a verb phrase: adverbs of orders, and verbs that name no kind of body."""
    verbs = [v for v in (*words("orders", "adverbs"), *words("orders", "actions")) if " " in v]
    verbs = [v for v in verbs if v not in naming() and v not in words("orders", "never_ending")]
    return re.compile(rf"(?<!\w)(?:{any_of([*verbs, 'chủ trì', 'phối hợp', 'phải', 'gửi', 'báo cáo'])})(?!\w)")


@cache
def _short() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Verbs of one syllable that end a name, each with the words after which it is half of a noun."""
    rows = (row.split(":") for row in words("orders", "short_endings"))
    return tuple((verb.strip(), tuple(nouns.split())) for verb, nouns in rows)


@cache
def organising() -> re.Pattern[str]:
    """`tổ chức` and what it is a verb before: `tổ chức lấy ý kiến`."""
    return re.compile(rf"(?:{any_of(words('units', 'not_heads_alone'))})(?!\w)")


@cache
def naming() -> frozenset[str]:
    """Verbs that may be part of a name."""
    return frozenset(words("orders", "naming"))


@cache
def describing() -> frozenset[str]:
    """Verbs that say which body is meant: `các trường có hệ thống … quản lý sinh viên`."""
    return frozenset(words("orders", "describing"))


@cache
def business() -> frozenset[str]:
    """Verbs of what a firm does, part of its name right behind its legal form."""
    return frozenset(words("units", "business"))


@cache
def before_naming() -> frozenset[str]:
    """Words after which such a verb is part of the name."""
    return frozenset(words("units", "before_naming_verbs"))


@cache
def naming_units() -> frozenset[str]:
    return frozenset(words("orders", "naming_units"))


@cache
def compounds() -> tuple[str, ...]:
    """Nouns whose last word is a verb elsewhere."""
    return tuple(words("units", "compounds"))


@cache
def before_naming_units() -> frozenset[str]:
    return frozenset(words("units", "before_naming_units"))


@cache
def places() -> frozenset[str]:
    return frozenset(word.lower() for word in words("units", "places"))


@cache
def classes() -> tuple[str, ...]:
    return tuple(words("units", "classes"))
