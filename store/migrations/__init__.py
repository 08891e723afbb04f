"""The versions of the tables, oldest first. Kept here as names, so that opening a store needs no Alembic."""

VERSIONS = ("0001", "0002", "0003", "0004", "0005")
HEAD = VERSIONS[-1]
