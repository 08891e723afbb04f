"""The tables of units: the registry, and what the names in letters mean by it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base, Id, Key, MentionRef, Moment, UnitRef, one_of


class Mention(Base):
    """A unit's name as written, in a context: the letter's issuer with its parent, its place, and its time.

    `era` is the first day of the time between two reorganisations (see `store.mentions`), in which a name means one
    thing. The same words in the same context are one row, however many letters hold them.
    """

    __tablename__ = "mentions"
    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(24), unique=True)  # of all that follows, down to `part`
    name: Mapped[str]
    key: Mapped[Key]  # folded
    issuer: Mapped[str]  # folded; empty where the letterhead is lost
    parent: Mapped[str]
    place: Mapped[str]
    era: Mapped[str] = mapped_column(String(10))
    part: Mapped[str] = mapped_column(String(8))  # issuer: the head of the letter itself; named: in its text or lists
    status: Mapped[str] = mapped_column(String(12), server_default=text("'new'"))
    __table_args__ = (
        one_of("part", "issuer", "named"),
        one_of("status", "new", "unit", "group", "unknown", "settled"),
        Index(None, "key"),
        Index(None, "status", "id"),
    )


class MentionUnit(Base):
    """A unit that a mention means: itself, or as a member of the group that it names."""

    __tablename__ = "mention_units"
    mention_id: Mapped[MentionRef] = mapped_column(primary_key=True)
    unit_id: Mapped[UnitRef] = mapped_column(primary_key=True)
    via: Mapped[str] = mapped_column(String(8))
    __table_args__ = (one_of("via", "itself", "group"), Index(None, "unit_id", "mention_id"))


class Unit(Base):
    """A body of the state or of an office, for the time it existed under that name."""

    __tablename__ = "units"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str]
    key: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(24))
    parent_id: Mapped[UnitRef | None]
    since: Mapped[dt.date | None] = mapped_column(Date)
    until: Mapped[dt.date | None] = mapped_column(Date)  # its last day
    source: Mapped[str] = mapped_column(String(12))  # gazetteer | office
    __table_args__ = (Index(None, "key"), Index(None, "parent_id"), Index(None, "kind"))


class UnitName(Base):
    """Another name of a unit: an abbreviation, an alias."""

    __tablename__ = "unit_names"
    unit_id: Mapped[UnitRef] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[Key]
    __table_args__ = (Index(None, "key"),)


class Succession(Base):
    """What became of a unit: one to many, by subject."""

    __tablename__ = "successions"
    unit_id: Mapped[UnitRef] = mapped_column(primary_key=True)
    successor_id: Mapped[UnitRef] = mapped_column(primary_key=True)
    subject: Mapped[str | None]  # None: everything that is not listed with another successor
    on: Mapped[dt.date | None] = mapped_column(Date)
    __table_args__ = (Index(None, "successor_id"),)


class Settlement(Base):
    """What a person said a name means, once, for every letter. Empty `issuer`: in every office's letters."""

    __tablename__ = "settlements"
    id: Mapped[Id]
    key: Mapped[Key]
    issuer: Mapped[str]
    units: Mapped[str]  # unit ids, JSON; empty: no unit (a person, everybody)
    by: Mapped[str]
    at: Mapped[Moment]
    __table_args__ = (UniqueConstraint("key", "issuer"),)
