"""The feed under concurrent writers: a reader that follows it sees every change once, in one order."""

from __future__ import annotations

import threading

from store.book import Store, open_store
from store.changes import Event, feed, log

WRITERS, EACH = 4, 25


def test_a_follower_misses_nothing_and_gets_nothing_twice(store: Store, place: str) -> None:
    def write(name: str) -> None:
        mine = open_store(place)
        for number in range(EACH):
            with mine.write() as connection:
                log(connection, [Event("test", pointer=f"{name}/{number}/{part}") for part in range(2)], by=name)
        mine.close()

    writers = [threading.Thread(target=write, args=(str(n),)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    seen: list[str | None] = []
    cursor = 0
    while True:
        alive = any(writer.is_alive() for writer in writers)
        with store.read() as connection:
            lines = feed(connection, after=cursor, limit=7)
        seen += [line.event.pointer for line in lines]
        cursor = lines[-1].cursor if lines else cursor
        if not lines and not alive:
            break
    assert len(seen) == len(set(seen)) == WRITERS * EACH * 2
    for name in range(WRITERS):
        mine = [pointer for pointer in seen if (pointer or "").startswith(f"{name}/")]
        assert mine == [f"{name}/{number}/{part}" for number in range(EACH) for part in range(2)]


def test_what_is_undone_leaves_no_line(store: Store) -> None:
    class Stop(Exception):
        pass

    try:
        with store.write() as connection:
            log(connection, [Event("test")], by="a")
            raise Stop
    except Stop:
        pass
    with store.read() as connection:
        assert feed(connection) == []
