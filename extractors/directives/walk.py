"""The walk down the outline: for every block whether it is an obligation, by which rule, and whose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.directives.acts import Act, Kind, read
from extractors.directives.assignees import Crew, crew_of, crew_of_cell
from extractors.directives.frames import Context, Mode, Opening, looks_like_heading, named_in, opening
from extractors.directives.idle import idle
from extractors.directives.sentences import sentences
from extractors.directives.speech import LIMIT, condition
from extractors.directives.table import Part as ColumnPart
from extractors.directives.table import columns_of
from schemas.rule import table
from schemas.zone import Block, BlockKind, Cell, Flow, Zoned
from vietnamese.fold import key, same
from vietnamese.units import starts_unit, units_at

# Kinds of paper that order nothing of others, or only in ways that no office ticks off.
_SILENT = re.compile(
    r"(?:bao cao|to trinh|giay (?:gioi thieu|uy quyen|nghi phep|di duong)|phieu (?:gui|chuyen|bao)|hop dong|quy che|quy dinh|ban ghi nho|thong cao|luat|nghi dinh|thong tu)\b"
)
_ANSWERS = re.compile(
    r"\b(?:tra loi|phuc dap|nhan duoc (?:cong van|van ban|don|thu|kien nghi|phan anh|y kien)[^.]{0,300}(?:hoi|vuong mac|huong dan|kien nghi|tra loi|xin y kien))\b"
)


@dataclass(slots=True)
class Taken:
    """One obligation: the characters of a block's flow, what it does, who is named."""

    block: Block
    flow: Flow
    start: int
    end: int
    act: Act
    rule: str
    confidence: float
    crew: Crew
    context: Context
    whole: bool = False  # the item, not a sentence of it


@dataclass(slots=True)
class Decision:
    """Why a block was taken or left."""

    block: Block
    rule: str
    taken: bool
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Walk:
    """The state of one walk; `run` fills `taken` and `decisions`."""

    zoned: Zoned
    taken: list[Taken] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    kids: dict[int | None, list[Block]] = field(default_factory=lambda: defaultdict(list))
    given: dict[int, Context] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    selves: frozenset[str] = frozenset()
    ordered: bool = False  # an order has been given earlier in the letter
    loose: Context | None = None  # of a frame whose items have no marks
    base: Context = field(default_factory=lambda: Context(Mode.PLAIN, "running-text"))

    def run(self) -> Walk:
        blocks = self.zoned.blocks
        kind = key(self.zoned.flow(Cell.KIND).text)
        if _SILENT.match(kind):
            self.decisions = [Decision(b, "kind-orders-nothing", taken=False) for b in blocks]
            return self
        if kind.startswith(("quyet dinh", "nghi quyet")):
            self.base = Context(Mode.WEAK, "decision")
        for block in blocks:
            self.kids[block.parent].append(block)
            self.keys[block.index] = key(block.flow.text)
        self.selves = _selves(self.zoned)
        for block in blocks:
            self._visit(block)
        return self

    def _context(self, block: Block) -> Context:
        if block.parent is not None:
            return self.given.get(block.parent, self.base)
        if self.loose is not None and block.kind is BlockKind.PARAGRAPH and not _closing(self.keys[block.index]):
            return self.loose
        return self.base

    def _visit(self, block: Block) -> None:
        context = self._context(block)
        if block.parent is None and context is self.base:
            self.loose = None
        self.given[block.index] = context
        if not block.flow.text.strip():
            return
        if block.kind is BlockKind.QUOTE:
            self.given[block.index] = replace(context, mode=Mode.DEAD, rule="quoted")
            self._leave(block, "quoted-law")
            return
        if block.kind is BlockKind.ROW:
            self._row(block, context)
            return
        if _metadata(self.keys[block.index]) is not None and block.parent is not None:
            self._leave(block, "says-who-or-when-of-its-item")
            return
        below = [kid for kid in self.kids[block.index] if _metadata(self.keys[kid.index]) is None]
        text = block.flow.text.rstrip()
        if (
            below
            or text.endswith(":")
            or (looks_like_heading(block) and block.kind is BlockKind.ITEM and named_in(text))
        ):
            self._over(block, context, below)
        else:
            self._leaf(block, context)

    # — blocks over others

    def _over(self, block: Block, context: Context, below: list[Block]) -> None:
        followers = below or self._followers(block)
        open_ = opening(
            block, context, marked=any(kid.label is not None for kid in followers), doing=self._doing(followers)
        )
        if self._is_self(open_.context, context):
            open_ = replace(open_, context=replace(open_.context, mode=Mode.DEAD, rule="issuer-itself"), work=False)
        if open_.context.mode is Mode.ANSWER and block.parent is None:
            self.base = replace(open_.context, above=())
        self.given[block.index] = open_.context
        if block.parent is None and not below and block.flow.text.rstrip().endswith(":"):
            self.loose = open_.context
        if open_.leaf:
            self._leaf(block, context)
            return
        took = self._opening_work(block, context, open_)
        if not took:
            self._leave(block, f"heads:{open_.context.rule}", (f"items are read as {open_.context.mode.value}",))

    def _opening_work(self, block: Block, context: Context, open_: Opening) -> bool:
        """Whether a block over others is work itself, or holds some before its last sentence."""
        took = False
        at = open_.at
        if block.parent is None and at is not None:
            took = self._running(block, replace(context, mode=Mode.PLAIN), stop=at[0])
        elif block.parent is None:
            spans = list(sentences(block.flow.text))
            if len(spans) > 1:
                took = self._running(block, context, stop=spans[-1][0])
        if not open_.work or open_.act is None or at is None:
            return took
        act = open_.act
        if context.mode in (Mode.DEAD, Mode.ANSWER) and act.kind is not Kind.ORDER:
            return took
        if act.kind is Kind.NONE or idle(block.flow.text, self.keys[block.index], act) is not None:
            return took
        if block.parent is None and act.kind is not Kind.ORDER:
            return took
        start = at[0] if block.parent is None else 0
        self._take(block, start, at[1], [act], act.rule, 0.75, context, whole=block.parent is not None)
        return True

    def _followers(self, block: Block) -> list[Block]:
        """The paragraphs without marks that come after an opening paragraph."""
        out = []
        for other in self.zoned.blocks[block.index + 1 : block.index + 9]:
            if (
                other.parent != block.parent
                or other.kind is not BlockKind.PARAGRAPH
                or _closing(self.keys[other.index])
            ):
                break
            out.append(other)
        return out

    def _doing(self, below: list[Block]) -> float:
        """The share of blocks that begin like work: with a verb, or with who does it."""
        if not below:
            return 0.0
        count = 0
        marked = [block for block in below if block.label is not None or block.kind is BlockKind.ROW] or below
        for block in marked[:12]:
            if block.kind is BlockKind.ROW:
                count += 1
                continue
            text, folded = block.flow.text, self.keys[block.index]
            end = next(iter(sentences(text)), (0, len(text)))[1]
            act = read(text, folded, 0, end, self.selves)
            count += (act.kind in (Kind.BARE, Kind.SUBJECT, Kind.ORDER) and not act.past) or named_in(text) is not None
        return count / len(marked[:12])

    def _is_self(self, given: Context, inherited: Context) -> bool:
        """Whether all whom a heading names are the issuer."""
        fresh = [unit for _, unit in given.leads] if given.leads != inherited.leads else []
        return bool(fresh) and all(same(unit.name) in self.selves for unit in fresh)

    # — blocks that stand alone

    def _leaf(self, block: Block, context: Context) -> None:
        listed = block.parent is not None or context is self.loose or block.kind is BlockKind.ITEM
        if listed and context.mode is Mode.ORDER:
            self._ordered_item(block, context)
        elif listed and context.mode is Mode.WEAK:
            self._weak_item(block, context)
        elif not self._running(block, context):
            self._leave(block, f"no-order-in:{context.rule}")

    def _acts(self, block: Block) -> list[Act]:
        text, folded = block.flow.text, self.keys[block.index]
        return [read(text, folded, start, end, self.selves) for start, end in sentences(text)]

    def _ordered_item(self, block: Block, context: Context) -> None:
        folded = self.keys[block.index]
        acts = self._acts(block)
        reasons = [idle(block.flow.text, folded, act) if act.kind is not Kind.NONE else "no-verb" for act in acts]
        live = [act for act, reason in zip(acts, reasons, strict=True) if reason is None]
        live = [a for a in live if not (a.kind is Kind.SUBJECT and all(same(u.name) in self.selves for u in a.units))]
        first = live[0] if live else None
        if first is not None and first is not acts[0] and block.label is None and self._running(block, context):
            return
        if first is None or (first is not acts[0] and first.kind in (Kind.BARE, Kind.RESULT) and not first.limited):
            tagged = self._tagged(block, acts, reasons)
            if tagged is None:
                self._leave(block, f"no-work:{reasons[0] if reasons else 'empty'}")
                return
            first, live = tagged, [tagged]
        end = max(act.end for act in acts)
        confidence = {Kind.ORDER: 0.9, Kind.SUBJECT: 0.85, Kind.BARE: 0.85, Kind.RESULT: 0.7}.get(first.kind, 0.6)
        self._take(block, 0, end, live, first.rule, confidence, context, whole=True)

    def _tagged(self, block: Block, acts: list[Act], reasons: list[str | None]) -> Act | None:
        """An item that begins with a verb that the lexicon does not know: the tagger's word for it."""
        if not acts or reasons[0] != "no-verb" or block.kind is not BlockKind.ITEM:
            return None
        from vietnamese.words import head_verb

        act = acts[0]
        if head_verb(block.flow.text[act.start : min(act.end, act.start + 60)]) is None:
            return None
        if idle(block.flow.text, self.keys[block.index], replace(act, kind=Kind.BARE)) is not None:
            return None
        return replace(act, kind=Kind.BARE, rule="verb-by-tagger", verb=act.start)

    def _weak_item(self, block: Block, context: Context) -> None:
        acts = self._acts(block)
        folded = self.keys[block.index]
        first = acts[0] if acts else None
        if (
            first is not None
            and first.kind in (Kind.ORDER, Kind.SUBJECT)
            and idle(block.flow.text, folded, first) is None
            and not all(same(u.name) in self.selves for u in first.units)
        ):
            live = [a for a in acts if a.kind is not Kind.NONE and idle(block.flow.text, folded, a) is None]
            self._take(block, 0, acts[-1].end, live, first.rule, 0.8, context, whole=True)
        elif not self._running(block, context):
            self._leave(block, f"no-order-in:{context.rule}")

    def _running(self, block: Block, context: Context, stop: int | None = None) -> bool:
        """Take the sentences of running text that give orders; whether there was one."""
        text, folded = block.flow.text, self.keys[block.index]
        last: Taken | None = None
        took = False
        for start, end in sentences(text):
            if stop is not None and start >= stop:
                break
            act = read(text, folded, start, end, self.selves)
            if last is not None and self._limits(act, folded):
                last.end = end
                continue
            last = None
            reason = self._refuse(act, context, block)
            if reason is not None:
                if act.kind is not Kind.NONE:
                    self._leave(block, f"not-an-order:{reason}", (text[start:end][:80],))
                continue
            last = self._take(block, start, end, [act], act.rule, 0.85 if act.kind is Kind.ORDER else 0.7, context)
            took = True
        return took

    def _limits(self, act: Act, folded: str) -> bool:
        """Whether a sentence only adds a limit or a condition to the order before it."""
        if act.kind in (Kind.ORDER, Kind.SUBJECT):
            return False
        return condition().match(folded, act.start) is not None or (act.kind is Kind.BARE and act.limited)

    def _refuse(self, act: Act, context: Context, block: Block) -> str | None:
        """Why a sentence of running text is no order; None where it is one."""
        if act.kind is Kind.NONE:
            return "no-order"
        reason = idle(block.flow.text, self.keys[block.index], act)
        if reason is not None:
            return reason
        if act.kind is Kind.ORDER:
            return (
                None
                if act.units or act.limited or context.mode in (Mode.PLAIN, Mode.ORDER, Mode.WEAK)
                else "unaddressed"
            )
        if act.kind is Kind.BARE:
            return "verb-without-an-order"
        if context.mode is Mode.ANSWER:
            return "answer"
        if act.kind is Kind.RESULT:
            return None if act.limited and (self.ordered or context.mode is not Mode.DEAD) else "no-limit"
        if all(same(unit.name) in self.selves for unit in act.units):
            return "issuer-itself"
        if context.mode is Mode.DEAD:
            return "topic" if not (act.limited and self.ordered) else None
        return (
            None
            if (self.ordered and (act.modal or act.limited or act.rule == "subject-does"))
            or (act.modal and act.limited)
            else "no-order-before"
        )

    # — rows

    def _row(self, block: Block, context: Context) -> None:
        found = columns_of(block)
        if found is None:
            self._leave(block, "row-without-work-or-who")
            return
        crew = Crew()
        for column, role in found.who:
            crew_of_cell(crew, column.flow, key(column.flow.text), role)
        flow = found.work.flow
        folded = key(flow.text)
        act = read(flow.text, folded, 0, len(flow.text))
        if not crew.found and (context.mode is not Mode.ORDER or act.kind is Kind.NONE):
            self._leave(block, "row-without-who")
            return
        self._fill(crew, context, first=act)
        when = tuple(column.flow for column in found.when)
        self.taken.append(
            Taken(block, _joined(flow, when), 0, len(flow.text), act, "table-row", 0.8, crew, context, whole=True)
        )
        self.ordered = True
        self.decisions.append(Decision(block, "table-row", taken=True))

    # — taking

    def _take(
        self,
        block: Block,
        start: int,
        end: int,
        acts: list[Act],
        rule: str,
        confidence: float,
        context: Context,
        *,
        whole: bool = False,
    ) -> Taken:
        folded = self.keys[block.index]
        first = acts[0]
        named = acts
        if first.kind is Kind.BARE:
            named = [replace(act, units=()) for act in acts]
        spread = [*named, replace(first, units=(), start=start, end=end)]
        crew = crew_of(block.flow, folded, spread, self.selves)
        self._metadata_crew(block, crew)
        self._fill(crew, context, first=first)
        taken = Taken(block, block.flow, start, end, first, rule, confidence, crew, context, whole)
        self.taken.append(taken)
        self.ordered = True
        self.decisions.append(Decision(block, rule, taken=True, notes=(context.rule, context.mode.value)))
        return taken

    def _fill(self, crew: Crew, context: Context, *, first: Act) -> None:
        """Give an obligation the leads and supports of the headings above where it names none."""
        had_support = crew.has("support")
        own = crew.has("lead")
        if own and not (first.kind is Kind.BARE and context.leads):
            return
        held = list(crew.found)
        crew.clear()
        for index, unit in context.leads:
            crew.add(unit, "lead", self.zoned.blocks[index].flow, "lead-of-heading", 0.8)
        crew.extend(held)
        if not had_support and not own:
            for index, unit in context.supports:
                crew.add(unit, "support", self.zoned.blocks[index].flow, "support-of-heading", 0.8)

    def _metadata_crew(self, block: Block, crew: Crew) -> None:
        for kid in self.kids[block.index]:
            found = _metadata(self.keys[kid.index])
            if found is not None and found[0] == "who":
                role = "support" if found[1] == "phoi hop" else "lead"
                units, _ = units_at(kid.flow.text, found[2])
                for unit in units:
                    crew.add(unit, role, kid.flow, "heading-who", 0.85)

    def _leave(self, block: Block, rule: str, notes: tuple[str, ...] = ()) -> None:
        self.decisions.append(Decision(block, rule, taken=False, notes=notes))


def _metadata(folded: str) -> tuple[str, str, int] | None:
    """A block that only says who or when of the item above it: (who or when, role, where the value begins)."""
    for rule in table("directives-headings").rules:
        if rule.id in ("heading-who", "heading-when"):
            match = rule.pattern.match(folded)
            if match is not None:
                at = match.end()
                while at < len(folded) and folded[at] == " ":
                    at += 1
                return rule.sets["mode"], match.groupdict().get("role") or "", at
    return None


def _closing(folded: str) -> bool:
    return folded.startswith(
        (
            "tren day",
            "tran trong",
            "kinh",
            "trong qua trinh",
            "moi chi tiet",
            "rat mong",
            "de nghi",
            "yeu cau",
            "nhan duoc",
            "nay,",
        )
    )


def _selves(zoned: Zoned) -> frozenset[str]:
    """The names under which the issuer speaks of itself: as printed at the head, and as it gives its orders."""
    out: set[str] = set()
    lines = [zoned.text(line).strip(" -_*") for line in zoned.of(Cell.ISSUER)]
    for i in range(len(lines)):
        out.add(same(lines[i]))
        out.add(same(" ".join(lines[i:])))
        out.add(same(" ".join(lines[: i + 1])))
    for block in zoned.blocks:
        if block.parent is None and block.kind is BlockKind.PARAGRAPH:
            text = block.flow.text
            folded = key(text)
            for start, end in sentences(text):
                act = read(text, folded, start, end)
                if act.kind is Kind.ORDER and act.by is not None:
                    out.update(_names_of(act.by.name))
    return frozenset(out - {""})


def _names_of(name: str) -> Iterator[str]:
    yield same(name)
    for person in ("Giám đốc ", "Chủ tịch ", "Lãnh đạo ", "Bộ trưởng ", "Thủ trưởng ", "Cục trưởng "):
        if name.startswith(person) and starts_unit(name, len(person)):
            yield same(name[len(person) :])


def _joined(flow: Flow, others: tuple[Flow, ...]) -> Flow:
    """`flow`, with the pieces of `others` behind its text: a row's deadline stands in another cell."""
    text, pieces = flow.text, list(flow.pieces)
    for other in others:
        if other.text and LIMIT is not None:
            pieces += [(len(text) + 1 + at, start, length) for at, start, length in other.pieces]
            text = f"{text} {other.text}"
    return Flow(text, tuple(pieces))


__all__ = ["ColumnPart", "Decision", "Taken", "Walk"]
