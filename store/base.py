"""What all tables share: types of columns, and how constraints are named."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

Big = BigInteger().with_variant(Integer, "sqlite")
# A key that is compared byte by byte, so that the beginning of one is a range of the index on either database.
Bytewise = Text().with_variant(Text(collation="C"), "postgresql")
Key = Annotated[str, mapped_column(Bytewise)]
Id = Annotated[int, mapped_column(Big, primary_key=True, autoincrement=False)]
Sha256 = Annotated[str, mapped_column(String(64))]
Moment = Annotated[str, mapped_column(String(27))]
LetterRef = Annotated[int, mapped_column(Big, ForeignKey("letters.id", ondelete="CASCADE"))]
DirectiveRef = Annotated[int, mapped_column(Big, ForeignKey("directives.id", ondelete="CASCADE"))]
MentionRef = Annotated[int, mapped_column(Big, ForeignKey("mentions.id"))]
UnitRef = Annotated[str, mapped_column(String(80), ForeignKey("units.id"))]


def one_of(column: str, *values: str) -> CheckConstraint:
    """A constraint that `column` holds one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text(), int: Integer()}  # noqa: RUF012 (the name and type are SQLAlchemy's)
