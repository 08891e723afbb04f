"""The databases to test with."""

from tests.databases import place, server_missing, store

__all__ = ["place", "server_missing", "store"]
