"""How fast the store loads and answers at a million letters, on either database.

    python -m benchmarks.store --letters 1000000                       # SQLite, in a folder that is removed
    python -m benchmarks.store --letters 1000000 --store postgresql://…/empty_database
    python -m benchmarks.store --letters 10000 --keep /tmp/small.db    # keep it; one that is there grows to as many
    python -m benchmarks.store --ask --keep /tmp/small.db              # ask one that was kept
    python -m benchmarks.store --letters 1000000 --in-order            # letters as an office gets them, day by day

Letters are invented: 5 directives each on average (most letters have none, some have many), units by a Zipf law (a few
are named in a large part of all directives), five years of days, words by a Zipf law of 20,000 made of syllables.
A letter's text is what its record says and, with `--words N`, N words more; without, it has no text beside its record
(as letters that were imported before texts were kept), and the search knows its head and its directives.
Prints letters a second, and p50/p95 of each question in milliseconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from schemas.obligation import LIVE
from schemas.record import Letter
from store import letters as shelf
from store import questions, who
from store.book import Store, open_store
from store.filters import Query
from store.letters import NewReading
from store.search import search
from store.sql import insert, table
from store.tables import LetterRow, Original
from store.words import now

BATCH = 2_000
START = dt.date(2021, 1, 4)
A_DAY = 548  # letters, so that a million take the five years
RECENT = 20_000  # letters back that a citation goes, on average, where they come in order
DAYS = 5 * 365
ONSETS = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x".split()  # noqa: SIM905 (a list of letters reads so)
RHYMES = (  # noqa: SIM905
    "a ai am an ang anh ao ap at au ay ăm ăn ăng ăt âm ân âng ât âu ây e em en eo ê êm ên ênh êt êu i im in inh ich it "
    "iu o oi om on ong op ot ô ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ui um un ung up ut ư ưng ươi ương ươn uôi uông "
    "iên iêu yên"
).split()
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]


class Zipf:
    """Draws from a list by a Zipf law: the n-th is drawn about 1/n as often as the first."""

    def __init__(self, items: list[str], power: float = 1.0) -> None:
        self.items = items
        self._weights = list(accumulate(1 / (n**power) for n in range(1, len(items) + 1)))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.items, cum_weights=self._weights, k=count)


class Office:
    """Invented letters, the same for a seed."""

    def __init__(self, seed: int = 1, *, in_order: bool = False) -> None:
        self.made = 0
        self.in_order = in_order
        self.chance = random.Random(seed)
        made = dict.fromkeys(self._syllable() for _ in range(8_000))
        syllables = [*made][:4_000]
        self.words = Zipf([*syllables, *(f"{self.chance.choice(syllables)}{n}" for n in range(400))])
        provinces = ["An Giang", "Đồng Nai", "Ninh Bình", "Hà Nội", "Lào Cai", "Nghệ An", "Thanh Hóa", "Quảng Trị"]
        heads = ["Sở Y tế", "Sở Tài chính", "Sở Xây dựng", "Sở Nội vụ", "Sở Giáo dục và Đào tạo", "UBND"]
        issuers = [f"{head}|UBND tỉnh {place}" if head != "UBND" else f"UBND tỉnh {place}|"
                   for place in provinces for head in heads]  # fmt: skip
        self.chance.shuffle(issuers)
        self.issuers = Zipf(issuers)
        units = [f"Phòng {self._name(2)}" for _ in range(150)] + [f"Trung tâm {self._name(3)}" for _ in range(100)]
        units += ["các đơn vị trực thuộc", "các phòng chuyên môn", "Sở Y tế", "các Trung tâm Y tế", "UBND các huyện"]
        self.units = Zipf(units, 1.1)

    def _syllable(self) -> str:
        import unicodedata

        rhyme = self.chance.choice(RHYMES)
        toned = rhyme[:1] + self.chance.choice(TONES) + rhyme[1:]
        return unicodedata.normalize("NFC", self.chance.choice(ONSETS) + toned)

    def _name(self, size: int) -> str:
        return " ".join(self.words.draw(self.chance, size)).capitalize()

    def letters(self) -> Iterator[Letter]:
        """Letters without end: in no order of days, which is the hardest for indexes, or as an office gets them, some
        days late and most of them citing one of the months before.
        """
        number = self.made
        while True:
            number += 1
            yield self.letter(number)

    def go_on_after(self, made: int) -> None:
        """Make other letters than the first `made`, with the same words and units."""
        self.made = made
        self.chance.seed(made)

    def letter(self, number: int) -> Letter:
        chance = self.chance
        days = number // A_DAY - chance.randrange(7) if self.in_order else chance.randrange(DAYS)
        day = START + dt.timedelta(days=days)
        ago = min(number - 1, int(chance.expovariate(1 / RECENT))) if self.in_order else chance.randrange(number)
        issuer, parent = self.issuers.draw(chance, 1)[0].split("|")
        count = 0 if chance.random() < 0.55 else min(60, 1 + int(chance.expovariate(1 / 10.6)))
        return Letter.model_validate({
            "source": {"name": f"{number}.pdf", "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
                       "media_type": "application/pdf", "pages": (1, 2), "text_origin": "embedded"},
            "kind": chance.choice(["cong_van", "cong_van", "quyet_dinh", "ke_hoach", "thong_bao"]),
            "number": {"value": str(number), "symbol": "SYT-NVY", "raw": f"{number}/SYT-NVY"},
            "issued": {"place": None, "date": day.isoformat()},
            "issuer": {"name": issuer, "parent": parent or None},
            "subject": self.sentence(14),
            "addressees": [{"name": name} for name in self.units.draw(chance, 3)],
            "references": [{"kind": "cong_van", "number": str(number - ago), "symbol": "SYT-NVY",
                            "date": day.isoformat(), "relation": "implements"}],
            "directives": [self.directive(at, day) for at in range(count)],
            "signer": {"name": "Trần Văn Ví Dụ", "position": "Giám đốc"},
        })  # fmt: skip

    def directive(self, at: int, day: dt.date) -> dict[str, object]:
        chance = self.chance
        limits = []
        if chance.random() < 0.5:
            due = (day + dt.timedelta(days=1 + int(chance.expovariate(1 / 25)))).isoformat()
            limits.append({"text": f"trước ngày {due}", "bound": "by", "date": due, "due": due})
        elif chance.random() < 0.1:
            limits.append({"text": "hằng tháng", "recurrence": "FREQ=MONTHLY"})
        roles = ["lead"] + ["support"] * (chance.random() < 0.4)
        named = [{"name": self.units.draw(chance, 1)[0], "role": role} for role in roles]
        return {"id": f"{at}-{chance.getrandbits(40):x}", "ordinal": str(at + 1), "text": self.sentence(26),
                "assignees": named, "deadlines": limits}  # fmt: skip

    def page(self, letter: Letter, size: int) -> str:
        """A letter's whole text: `size` words around what its record says."""
        said = [letter.subject or "", *(each.text for each in letter.directives)]
        return "\n".join([*said, " ".join(self.words.draw(self.chance, size))]) if size else ""

    def sentence(self, size: int) -> str:
        return " ".join(self.words.draw(self.chance, max(4, int(self.chance.gauss(size, size / 4)))))


@dataclass(frozen=True, slots=True)
class Spent:
    """What a batch cost: `done` letters are in the store after it."""

    done: int
    letters: int
    seconds: float
    busy: float  # of this process's processor


def load(store: Store, count: int, office: Office, *, words: int = 0) -> tuple[list[Spent], int]:
    """Load letters in transactions of BATCH until there are `count`, each with a text of `words` words beside its own.

    Gives what each batch cost the store (and not what making up its letters did), and the number of their directives.
    """
    with store.read() as connection:
        done = int(connection.scalar(select(func.count()).select_from(LetterRow)) or 0)
    if done:
        office.go_on_after(done)
    spent, directives, source, told = list[Spent](), 0, office.letters(), time.monotonic()
    gc.disable()  # else Python looks for cycles among the letters that are made up here while the store is timed
    while done < count:
        batch = [NewReading(each.source.sha256, 0, each, each.model_dump_json(), office.page(each, words))
                 for each in islice(source, min(BATCH, count - done))]  # fmt: skip
        directives += sum(len(each.letter.directives) for each in batch)
        start, busy = time.perf_counter(), time.process_time()
        with store.write() as connection:
            rows = [{"sha256": r.sha256, "name": r.letter.source.name, "size": 1, "kept_at": now()} for r in batch]
            insert(connection, table(Original), rows)
            shelf.add_new(connection, batch, by="benchmark", program="benchmark")
        done += len(batch)
        spent.append(Spent(done, len(batch), time.perf_counter() - start, time.process_time() - busy))
        if time.monotonic() - told > 30:
            told = time.monotonic()
            print(f"  {done:>9,} letters, {_each(spent[-15:])}", flush=True)
    gc.enable()
    return spent, directives


def _each(spent: list[Spent]) -> str:
    """What a letter cost in some batches."""
    letters = sum(each.letters for each in spent)
    seconds, busy = sum(each.seconds for each in spent), sum(each.busy for each in spent)
    return f"{seconds / letters * 1000:.3f} ms each, {busy / letters * 1000:.3f} of the processor"


def tell_load(spent: list[Spent], *, early: int = 20_000) -> None:
    """Print the rate of loading, and what a letter costs at the end beside one at 10,000.

    A letter at 10,000 is the mean of the first 20,000, one at the end that of the last 100,000 (or of the last tenth):
    SQLite's log goes home into the store every few batches only.
    """
    letters, seconds, busy = (sum(getattr(s, name) for s in spent) for name in ("letters", "seconds", "busy"))
    print(f"{letters / seconds:,.0f} letters a second; {letters / busy:,.0f} a second of the processor, which is what "
          "a machine with nothing else to do gives")  # fmt: skip
    done = spent[-1].done
    last = max(early, min(100_000, done // 10))
    for what, of in (
        (f"{early // 2:,}", [each for each in spent if each.done <= early]),
        (f"{done:,}", [each for each in spent if each.done > max(early, done - last)]),
    ):
        if of:
            print(f"a letter at {what}: {_each(of)}")


def settle(store: Store) -> None:
    """Let the database learn what is in the tables, as it would by itself in time."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # PostgreSQL's index of words puts off its work until the tables are vacuumed, which it does by itself in time.
        connection.execute(text("ANALYZE" if store.engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))


def ask(store: Store, office: Office, *, times: int) -> None:
    """Print p50 and p95 of each question, in milliseconds, asked `times` times in ever new forms.

    On a machine that does other things as well the processor's time (`clock`) says more than the time of the wall.
    """
    chance = random.Random(5)

    def day() -> dt.date:
        return START + dt.timedelta(days=chance.randrange(DAYS))

    def unit() -> Query:
        with store.read() as connection:
            return Query(who=who.by_name(connection, chance.choice(names)))

    names = list(dict.fromkeys(office.units.items))
    common, rare = office.words.items[:5], office.words.items[3_000:4_000]
    middle = office.words.items[20:120]

    def due(query: Query, limit: int = 100) -> Callable[[object], object]:
        return lambda connection: questions.obligations(connection, query, limit=limit)  # type: ignore[arg-type]

    def window(query: Query, days: int) -> Query:
        from dataclasses import replace

        start = day()
        return replace(query, states=LIVE, due_from=start, due_to=start + dt.timedelta(days=days))

    def find(words: str) -> Callable[[object], object]:
        return lambda connection: search(connection, words)  # type: ignore[arg-type]

    busiest = names[0]
    from vietnamese.fold import key

    with store.read() as connection:
        busy = Query(who=who.by_name(connection, busiest))
    asked: dict[str, Callable[[], Callable[[object], object]]] = {
        "due in 30 days, everybody": lambda: due(window(Query(), 30)),
        "due in 30 days, one unit": lambda: due(window(unit(), 30)),
        "due in 30 days, the busiest unit": lambda: due(window(busy, 30)),
        "everything of one unit": lambda: due(unit()),
        "overdue, the busiest unit": lambda: due(Query(who=busy.who, overdue_on=day())),
        "overdue, everybody": lambda: due(Query(overdue_on=day())),
        "without a deadline, one unit": lambda: due(Query(who=unit().who, no_deadline=True)),
        "by issuer, due in 30 days": lambda: due(window(Query(issuer="Sở Y tế"), 30)),
        "of one letter": lambda: due(Query(letter=shelf.letter_key(
            hashlib.sha256(str(chance.randrange(1, 1000)).encode()).hexdigest(), 0))),
        "search: one rare word": lambda: find(chance.choice(rare)),
        "search: one common word": lambda: find(chance.choice(common)),
        "search: a common word without accents": lambda: find(key(chance.choice(common))),
        "search: two words of the middle": lambda: find(" ".join(chance.sample(middle, 2))),
        "search: a phrase": lambda: find(f'"{chance.choice(common)} {chance.choice(common)}"'),
        "search: a beginning": lambda: find(chance.choice(middle)[:2] + "*"),
    }  # fmt: skip
    for name, make in asked.items():
        spent, own = list[float](), list[float]()
        for _ in range(times):
            question = make()
            with store.read() as connection:
                busy_for = clock(connection)
                start, start_busy = time.perf_counter(), busy_for()
                question(connection)
                spent.append((time.perf_counter() - start) * 1000)
                own.append((busy_for() - start_busy) * 1000)
        print(f"  {name:<40} {_quantiles(spent)}   of the processor {_quantiles(own)}", flush=True)


def clock(connection: Connection) -> Callable[[], float]:
    """A clock of the processor's seconds that a question takes: this process's, and those of a PostgreSQL server on
    this machine."""
    if connection.dialect.name == "sqlite":
        return time.process_time
    server = Path(f"/proc/{connection.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
    if not server.exists():
        return time.process_time
    return lambda: time.process_time() + int(server.read_text().split()[0]) / 1e9


def _quantiles(spent: list[float]) -> str:
    ordered = sorted(spent)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"p50 {statistics.median(ordered):>7.1f}  p95 {p95:>7.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=1_000_000)
    parser.add_argument("--store", help="a URL; a SQLite file in a temporary folder otherwise")
    parser.add_argument("--keep", help="a path for a SQLite store that stays")
    parser.add_argument("--ask", action="store_true", help="ask a store that is there")
    parser.add_argument("--words", type=int, default=0, help="of a letter's text, besides its directives")
    parser.add_argument("--in-order", action="store_true", help="letters day by day; otherwise in no order of days")
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="congvan-bench-") as folder:
        where = options.store or options.keep or str(Path(folder) / "letters.db")
        store = open_store(where, create=True, originals=None if options.keep else folder)
        office = Office(in_order=options.in_order)
        if not options.ask:
            spent, directives = load(store, options.letters, office, words=options.words)
            print(f"{options.letters:,} letters on {store.engine.dialect.name}, {directives:,} directives loaded now, "
                  f"with texts of {options.words} words beside what their records say")  # fmt: skip
            tell_load(spent)
            settle(store)
        ask(store, office, times=options.times)
        store.close()


if __name__ == "__main__":
    main()
