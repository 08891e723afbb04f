"""Kill an import at random instants, again and again, and count: every file must be there exactly once.

    python -m benchmarks.kills --files 500 --kills 1000

An import of FILES files is started, killed with SIGKILL after a random time and started again until it ends; then the
store is checked and the next round begins with a new one, until KILLS kills have been made. A short form runs in the
tests. `--store` takes a URL of an empty PostgreSQL schema; otherwise a SQLite file is used.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from store.book import open_store
from store.changes import feed
from store.tables import Import, LetterRow, Reading
from store.verify import verify


def one_import(place: str, folder: Path) -> None:
    """What is killed: an import of a folder by two workers."""
    from cli.importing import Job, import_files
    from pipeline.imports import letter_files

    job = Job(open_store(place, create=True), "kills", "kills 1", jobs=2, parser="tests.parsers:invented")
    for _ in import_files(job, letter_files([folder])):
        pass


def killed_until_done(place: str, folder: Path, chance: random.Random, *, longest: float, most: int) -> int:
    """Start the import until it ends by itself, killing it at random instants; gives the number of kills."""
    kills = 0
    command = [sys.executable, "-m", "benchmarks.kills", "--child", place, str(folder)]
    while True:
        process = subprocess.Popen(command, cwd=Path(__file__).parent.parent)
        if kills < most:
            try:
                process.wait(timeout=chance.uniform(0.0, longest))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
                continue
        if process.wait() != 0:
            raise SystemExit(f"the import ended with {process.returncode}")
        return kills


def problems(place: str, files: list[Path]) -> list[str]:
    """What is wrong with the store after it: files lost or twice, originals missing, a feed that does not agree."""
    store = open_store(place)
    found = []
    with store.read() as connection:
        names = Counter(connection.scalars(select(LetterRow.subject)))
        imported = connection.scalars(select(Import.status)).all()
        readings = connection.scalars(select(Reading.sha256)).all()
        added = [line.event.letter for line in feed(connection, limit=10**6) if line.event.what == "letter.added"]
        keys = connection.scalars(select(LetterRow.key).order_by(LetterRow.id)).all()
    if names != Counter(file.name for file in files):
        found.append(f"letters: {len(names)} of {len(files)}, twice: {[n for n, c in names.items() if c > 1][:5]}")
    if list(imported) != ["imported"] * len(files) or len(set(readings)) != len(files):
        found.append(f"imports: {len(imported)}, readings: {len(readings)}")
    if added != list(keys):
        found.append("the feed does not name each letter once, in order")
    report = verify(store)
    if report.intact != len(files) or report.unclaimed:
        found.append(f"originals: {report}")
    store.close()
    return found


def round_of_kills(
    folder: Path, *, files: int, seed: int, longest: float, most: int, place: str | None = None
) -> tuple[int, list[str]]:
    """One import of `files` new files, killed at most `most` times; gives the kills made and what is wrong after."""
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    paths = [inbox / f"{number:04}.txt" for number in range(files)]
    for number, path in enumerate(paths):
        path.write_text(f"{number} letter of seed {seed}")
    where = place if place is not None else str(folder / "letters.db")
    kills = killed_until_done(where, inbox, random.Random(seed), longest=longest, most=most)
    return kills, problems(where, paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--child", nargs=2, metavar=("STORE", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--longest", type=float, default=1.6, help="seconds until a kill, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.child:
        one_import(options.child[0], Path(options.child[1]))
        return
    kills, rounds, wrong, start = 0, 0, list[str](), time.monotonic()
    while kills < options.kills:
        with tempfile.TemporaryDirectory(prefix="congvan-kills-") as folder:
            more, found = round_of_kills(
                Path(folder), files=options.files, seed=options.seed + rounds, longest=options.longest,
                most=options.kills - kills,
            )  # fmt: skip
        kills, rounds, wrong = kills + more, rounds + 1, wrong + found
        print(f"{kills} kills in {rounds} imports of {options.files} files: {found or 'every file exactly once'}")
    print(f"{time.monotonic() - start:.0f} s")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
