"""A million letters: their parts in the order of their keys, and a unit's index that knows the role.

SQLite keeps the tables whose rows are only ever asked for by their keys as one tree instead of two; it counts the words
of its index, by which beginnings of words are sought; and it gathers more of what it indexes before it writes it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OWED = "ix_assignments_mention_id_due_directive_id"
_INDEXES = {
    "assignments": {},
    "deadlines": {},
    "citations": {"ix_citations_identity": ["identity"], "ix_citations_cited_id": ["cited_id"]},
    "recipients": {"ix_recipients_mention_id_letter_id": ["mention_id", "letter_id"]},
}
_KEYS = {
    "assignments": ("directive_id", "position"),
    "deadlines": ("directive_id", "position"),
    "citations": ("letter_id", "position"),
    "recipients": ("letter_id", "part", "position"),
}


def upgrade() -> None:
    op.drop_index(_OWED, table_name="assignments")
    if op.get_bind().dialect.name == "sqlite":
        for name in _KEYS:
            _made_anew(name, with_rowid=False)
        _vocabulary()
        _gather(32 * 1024 * 1024)
    op.create_index(f"{_OWED}_role", "assignments", ["mention_id", "due", "directive_id", "role"], unique=False)


def downgrade() -> None:
    op.drop_index(f"{_OWED}_role", table_name="assignments")
    if op.get_bind().dialect.name == "sqlite":
        for name in _KEYS:
            _made_anew(name, with_rowid=True)
        op.execute("DROP TABLE vocabulary_words")
        _gather(1024 * 1024)
    op.create_index(_OWED, "assignments", ["mention_id", "due", "directive_id"], unique=False)


def _made_anew(name: str, *, with_rowid: bool) -> None:
    """A table with all its rows, kept in the other way."""
    columns = ", ".join(f'"{column.name}"' for column in _columns(name) if isinstance(column, sa.Column))
    op.create_table(f"{name}_anew", *_columns(name), sqlite_with_rowid=with_rowid)
    op.execute(f"INSERT INTO {name}_anew ({columns}) SELECT {columns} FROM {name} ORDER BY {', '.join(_KEYS[name])}")
    op.drop_table(name)
    op.rename_table(f"{name}_anew", name)
    for index, of in _INDEXES[name].items():
        op.create_index(index, name, of, unique=False)


def _columns(name: str) -> list[sa.schema.SchemaItem]:
    """The columns and constraints of a table, as the first version made them."""
    made: dict[str, list[sa.schema.SchemaItem]] = {
        "assignments": [
            sa.Column("directive_id", _BIG, nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("mention_id", _BIG, nullable=False),
            sa.Column("role", sa.String(length=8), nullable=False),
            sa.Column("due", sa.Date(), nullable=True),
            sa.CheckConstraint("role IN ('lead', 'support')", name=op.f("ck_assignments_role")),
            _parent("assignments", "directive_id", "directives", ondelete="CASCADE"),
            _parent("assignments", "mention_id", "mentions"),
        ],
        "deadlines": [
            sa.Column("directive_id", _BIG, nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.Column("bound", sa.String(length=8), nullable=True),
            sa.Column("date", sa.String(length=24), nullable=True),
            sa.Column("time", sa.String(length=5), nullable=True),
            sa.Column("duration", sa.String(length=16), nullable=True),
            sa.Column("calendar", sa.String(length=8), nullable=True),
            sa.Column("anchor", sa.String(length=8), nullable=True),
            sa.Column("recurrence", sa.Text(), nullable=True),
            sa.Column("due", sa.Date(), nullable=True),
            sa.CheckConstraint("bound IN ('before', 'by', 'within')", name=op.f("ck_deadlines_bound")),
            _parent("deadlines", "directive_id", "directives", ondelete="CASCADE"),
        ],
        "citations": [
            sa.Column("letter_id", _BIG, nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("kind", sa.String(length=24), nullable=False),
            sa.Column("number", sa.Text(), nullable=True),
            sa.Column("symbol", sa.Text(), nullable=True),
            sa.Column("identity", sa.Text(), nullable=True),
            sa.Column("date", sa.String(length=24), nullable=True),
            sa.Column("issuer", sa.Text(), nullable=True),
            sa.Column("subject", sa.Text(), nullable=True),
            sa.Column("relation", sa.String(length=12), nullable=False),
            sa.Column("cited_id", _BIG, nullable=True),
            _parent("citations", "cited_id", "letters", ondelete="SET NULL"),
            _parent("citations", "letter_id", "letters", ondelete="CASCADE"),
        ],
        "recipients": [
            sa.Column("letter_id", _BIG, nullable=False),
            sa.Column("part", sa.String(length=4), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("mention_id", _BIG, nullable=False),
            sa.Column("purpose", sa.Text(), nullable=True),
            sa.CheckConstraint("part IN ('to', 'copy')", name=op.f("ck_recipients_part")),
            _parent("recipients", "letter_id", "letters", ondelete="CASCADE"),
            _parent("recipients", "mention_id", "mentions"),
        ],
    }
    return [*made[name], sa.PrimaryKeyConstraint(*_KEYS[name], name=op.f(f"pk_{name}"))]


def _parent(name: str, column: str, parent: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{name}_{column}"), ondelete=ondelete)


def _vocabulary() -> None:
    """The words of the index, counted: each as written where it has accents, and each without them."""
    op.execute(
        "CREATE TABLE vocabulary_words (accented INTEGER NOT NULL, word TEXT NOT NULL, places INTEGER NOT NULL, "
        "PRIMARY KEY (accented, word)) WITHOUT ROWID"
    )
    for table in ("letters", "directives"):
        op.execute(f"CREATE VIRTUAL TABLE temp.{table}_counted USING fts5vocab(main, {table}_words, col)")
        op.execute(
            "INSERT INTO vocabulary_words (accented, word, places) "
            f"SELECT col = 'plain', term, cnt FROM {table}_counted WHERE true "
            "ON CONFLICT (accented, word) DO UPDATE SET places = places + excluded.places"
        )
        op.execute(f"DROP TABLE temp.{table}_counted")


def _gather(size: int) -> None:
    """The bytes that the index of words gathers before it writes them, which then need less putting together."""
    for table in ("letters", "directives"):
        op.execute(f"INSERT INTO {table}_words ({table}_words, rank) VALUES ('hashsize', {size})")
