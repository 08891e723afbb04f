"""The directive store: what is owed, by whom, by when. `store.book.open_store` is the door."""
