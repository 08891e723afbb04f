"""The whole text of letters, for the search and for telling copies; documents that newer rules tell from others."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "texts",
        sa.Column("letter_id", _BIG, nullable=False),
        sa.Column("reading_id", _BIG, nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_texts_letter_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name=op.f("fk_texts_reading_id")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_texts")),
    )
    op.create_table(
        "pending",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("key", _BYTEWISE, nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["originals.sha256"], name=op.f("fk_pending_sha256")),
        sa.PrimaryKeyConstraint("sha256", "part", name=op.f("pk_pending")),
        sa.UniqueConstraint("key", name=op.f("uq_pending_key")),
    )
    unnumbered = sa.text("identity IS NULL")
    op.create_index("ix_letters_unnumbered", "letters", ["issued_on"], unique=False,
                    postgresql_where=unnumbered, sqlite_where=unnumbered)  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_letters_unnumbered", table_name="letters")
    op.drop_table("pending")
    op.drop_table("texts")
