"""A letter as a page in the terminal. Labels are the titles of the record's fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.words import MARKS, RELATIONS, edtf, kind_name, named, role_mark
from schemas.obligation import code

if TYPE_CHECKING:
    from schemas.record import Deadline, Directive, Letter, Part
    from store.load import Stored


def letter_page(letter: Letter, *, key: str | None = None, copies: tuple[str, ...] = ()) -> RenderableType:
    """The letter: its head, whom it goes to, what it orders, what it cites, and what a person should look at."""
    parts: list[RenderableType] = [_title(letter, key), _fields(letter, copies)]
    if letter.directives:
        parts += [_heading("Nhiệm vụ"), _directives(letter.directives)]
    if letter.references:
        parts += [_heading("Văn bản viện dẫn"), *_references(letter)]
    if letter.findings:
        parts.append(_heading("Cần xem lại"))
        parts += [
            Padding(
                Text.assemble((f"{f.code} ", "yellow"), (f"{f.pointer} " if f.pointer else "", "dim"), f.message),
                (0, 2),
            )
            for f in letter.findings
        ]
    return Padding(Group(*parts), (1, 0, 1, 0))


def copies_page(stored: Stored) -> RenderableType:
    """What each copy of a letter says otherwise than the letter as it stands."""
    from store.compose import differences

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", expand=True)
    for title, ratio in (("Bản", 2), ("", 2), ("Văn bản", 3), ("Bản này", 3)):
        table.add_column(title, ratio=ratio, overflow="fold")
    for name, reading in zip(stored.copies, stored.readings, strict=True):
        for each in differences(stored.record, reading):
            table.add_row(name, each.pointer, _brief(each.ours), _brief(each.theirs))
    return Group(_heading("Các bản khác nhau"), table) if table.row_count else Text("")


def _brief(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("text") or value.get("name") or value)
    return "" if value is None else str(value)


def _title(letter: Letter, key: str | None) -> RenderableType:
    title = Text(kind_name(letter.kind), style="bold")
    if (known := code(letter.number.value, letter.number.symbol)) is not None:
        title.append(f" {known}", style="bold cyan")
    title.append(f"   {key or letter.source.name}", style="dim")
    if letter.urgency is not None:
        title.append(f"   {MARKS[letter.urgency.value]}", style="bold red")
    if letter.secrecy is not None:
        title.append(f"   {MARKS[letter.secrecy.value]}", style="bold red")
    return title


def _heading(words: str) -> RenderableType:
    return Padding(Text(words, style="bold"), (1, 0, 0, 0))


def _fields(letter: Letter, copies: tuple[str, ...]) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    for label, value in _head(letter, copies):
        if value:
            grid.add_row(label, value)
    return Padding(grid, (0, 0, 0, 2))


def _head(letter: Letter, copies: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    issuer, issued, signer = letter.issuer, letter.issued, letter.signer
    yield label(letter, "subject"), letter.subject or ""
    yield label(letter, "issuer"), " · ".join(part for part in (issuer.parent, issuer.name) if part)
    yield label(letter, "issued"), ", ".join(part for part in (issued.place, edtf(issued.date)) if part)
    if signer is not None:
        position = " ".join(part for part in (signer.capacity and f"{signer.capacity.value}.", signer.position) if part)
        name = " ".join(part for part in (signer.title, signer.name) if part)
        yield label(letter, "signer"), " · ".join(part for part in (name, position) if part)
    yield label(letter, "addressees"), "; ".join(a.name for a in letter.addressees)
    copied = (f"{r.name} ({r.purpose})" if r.purpose else r.name for r in letter.distribution)
    yield label(letter, "distribution"), "; ".join(copied)
    if letter.arrival is not None:
        arrival = letter.arrival
        yield (
            label(letter, "arrival"),
            " · ".join(p for p in (arrival.number, edtf(arrival.date), arrival.forwarded_to) if p),
        )
    for contact in letter.contacts:
        values = (contact.name, contact.position, contact.unit, contact.phone, contact.email)
        yield label(letter, "contacts"), " · ".join(value for value in values if value)
    if len(copies) > 1:
        yield "Các bản", "; ".join(copies)


def label(part: Part, name: str) -> str:
    """The Vietnamese name of a field, from the schema."""
    return type(part).model_fields[name].title or name


def _directives(directives: tuple[Directive, ...]) -> RenderableType:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", expand=True)
    table.add_column("", no_wrap=True, style="cyan")
    table.add_column("Nội dung", ratio=5)
    table.add_column("Đơn vị", ratio=2)
    table.add_column("Hạn", no_wrap=True)
    for directive in directives:
        who = Text("\n").join(Text(f"{role_mark(a.role)}{a.name}") for a in directive.assignees)
        table.add_row(directive.ordinal or "", directive.text, who, "\n".join(when(d) for d in directive.deadlines))
    return table


def when(deadline: Deadline) -> str:
    """A deadline in few characters: its last day and hour, or its rhythm, or its words."""
    if deadline.due is not None:
        return " ".join(part for part in (deadline.time, edtf(deadline.due)) if part)
    if deadline.recurrence is not None:
        return rhythm(deadline.recurrence)
    return deadline.text


def rhythm(rule: str) -> str:
    """A recurrence in Vietnamese, as briefly as a column allows."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    every = int(parts.get("INTERVAL", "1"))
    names = {"DAILY": "ngày", "WEEKLY": "tuần", "MONTHLY": "tháng", "YEARLY": "năm"}
    named = {("MONTHLY", 3): "hằng quý", ("MONTHLY", 6): "6 tháng một lần"}
    freq = parts.get("FREQ", "")
    if (freq, every) in named:
        return named[freq, every]
    unit = names.get(freq, freq.lower())
    return f"hằng {unit}" if every == 1 else f"{every} {unit} một lần"


def _references(letter: Letter) -> Iterator[RenderableType]:
    for cited in letter.references:
        line = Text.assemble(
            (f"{RELATIONS[cited.relation.value]:<9} ", "dim"), named(cited.kind, cited.number, cited.symbol, None)
        )
        if cited.date is not None:
            line.append(f" ngày {edtf(cited.date)}")
        if cited.issuer is not None:
            line.append(f", {cited.issuer}")
        yield Padding(line, (0, 0, 0, 2))
