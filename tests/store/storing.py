"""How tests put letters into a store."""

from __future__ import annotations

from schemas.record import Letter
from store import imports
from store.book import Store
from store.imports import File
from store.letters import NewReading
from tests.letters import sha


def put(store: Store, *letters: Letter, name: str = "thu.txt", text: str = "") -> list[str]:
    """Import letters as the documents of one file; gives their keys. `text` is the whole text of each."""
    sha256 = sha(name)
    stamped = [
        each.model_copy(update={"source": each.source.model_copy(update={"sha256": sha256})}) for each in letters
    ]
    readings = [NewReading(sha256, part, each, each.model_dump_json(), text) for part, each in enumerate(stamped)]
    with store.write() as connection:
        keys = imports.imported(
            connection, File(f"/in/{name}", name, sha256, 10), readings, pages=1, by="test", program="test 1"
        )
    assert keys is not None
    return keys
