"""PostgreSQL learns how often each of the ten thousand commonest words is there, not of a thousand.

Whether it seeks a word by the index or goes through the newest rows depends on it, and for a word that is neither rare
nor common the wrong one takes half a second.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _statistics(1000)


def downgrade() -> None:
    _statistics(-1)


def _statistics(target: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("letters_words", "directives_words"):
            op.execute(f"ALTER TABLE {table} ALTER COLUMN words SET STATISTICS {target}")
