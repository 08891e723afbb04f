"""A record as rows to show beside its page: labels from the schema, places from the evidence, doubts from findings."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from schemas.record import Evidence, Finding, Letter, Part

SURE = 0.8  # below it a value is shown as doubtful
LISTS = ("addressees", "distribution", "references", "contacts", "signatures")
_HIDDEN = frozenset({"schema_version", "source", "directives", "evidence", "findings", "unit_id", *LISTS})


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the record. `choices` are what it may be, where it is one of few; `form` how it is edited."""

    pointer: str
    title: str
    value: Any
    form: str  # text | long | date | number | choice | list | fixed
    choices: tuple[str, ...]
    places: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    corrected: bool = False

    @property
    def confidence(self) -> float | None:
        return min((place.confidence for place in self.places), default=None)

    @property
    def doubtful(self) -> bool:
        """Whether a person should look: a finding, or a reading that is not sure. A person's own word is neither."""
        if self.corrected:
            return False
        return bool(self.findings) or (self.confidence is not None and self.confidence < SURE)


class Rows:
    """The rows of a letter. `corrected` are the pointers at which a person's word stands."""

    def __init__(self, letter: Letter, corrected: frozenset[str] = frozenset()) -> None:
        self.letter = letter
        self._corrected = corrected

    def head(self) -> list[Row]:
        """The single values: number, day, issuer, subject, signer …; those without a value too."""
        return list(self._of(self.letter, "", hidden=_HIDDEN))

    def listed(self, name: str) -> list[list[Row]]:
        """The entries of one of the lists, each as its rows."""
        entries: tuple[Part, ...] = getattr(self.letter, name)
        return [list(self._of(entry, f"/{name}/{i}", hidden=_HIDDEN)) for i, entry in enumerate(entries)]

    def part(self, part: Part, pointer: str) -> list[Row]:
        """The rows of a part of a record, as if it stood at `pointer`."""
        return list(self._of(part, pointer, hidden=_HIDDEN))

    def at(self, pointer: str, title: str, value: Any, form: str = "fixed") -> Row:
        """A row for a value that is shown in a way of its own."""
        return self._row(pointer, title, value, form, ())

    def doubts(self) -> int:
        """How many findings and unsure readings the letter has."""
        unsure = sum(1 for places in self.letter.evidence.values() if any(p.confidence < SURE for p in places))
        return len(self.letter.findings) + unsure

    def _of(self, part: Part, above: str, *, hidden: frozenset[str]) -> Iterator[Row]:
        for name, field in type(part).model_fields.items():
            if name in hidden:
                continue
            pointer, value = f"{above}/{name}", getattr(part, name)
            inner = _part(field)
            if inner is not None:
                yield from self._of(value if value is not None else inner.model_construct(), pointer, hidden=hidden)
            else:
                form, choices = _form(name, field)
                yield self._row(pointer, field.title or name, value, form, choices)

    def _row(self, pointer: str, title: str, value: Any, form: str, choices: tuple[str, ...]) -> Row:
        value = value.value if isinstance(value, StrEnum) else value
        findings = tuple(f for f in self.letter.findings if f.pointer and _covers(f.pointer, pointer))
        corrected = any(_covers(said, pointer) or _covers(pointer, said) for said in self._corrected)
        return Row(pointer, title, value, form, choices, self.places(pointer), findings, corrected)

    def places(self, pointer: str) -> tuple[Evidence, ...]:
        """Where a value stands: its own evidence, else that of the nearest value above it."""
        evidence = self.letter.evidence
        while pointer:
            if pointer in evidence:
                return evidence[pointer]
            pointer = pointer.rpartition("/")[0]
        return ()


def _covers(above: str, below: str) -> bool:
    return below == above or below.startswith(above + "/")


def _part(field: FieldInfo) -> type[Part] | None:
    """The model of a field that holds a part of the record; None for plain values."""
    for kind in _kinds(field.annotation):
        if isinstance(kind, type) and issubclass(kind, Part):
            return kind
    return None


def _form(name: str, field: FieldInfo) -> tuple[str, tuple[str, ...]]:
    """How a plain value is edited, and what it may be."""
    for kind in _kinds(field.annotation):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return "choice", tuple(each.value for each in kind)
        if get_origin(kind) is tuple:
            return "list", ()
        if kind is int:
            return "number", ()
    if name == "subject":
        return "long", ()
    return ("date" if name == "date" else "text"), ()


def _kinds(annotation: Any) -> tuple[Any, ...]:
    """The kinds of value that an annotation allows, `None` left out."""
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(k for each in get_args(annotation) for k in _kinds(each) if each is not type(None))
    if hasattr(annotation, "__metadata__"):
        return _kinds(get_args(annotation)[0])
    return (annotation,)


def directive_pointers(letter: Letter) -> dict[str, str]:
    """Where each directive stands in the record, by its id."""
    return {directive.id: f"/directives/{i}" for i, directive in enumerate(letter.directives)}
