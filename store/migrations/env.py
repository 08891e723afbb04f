"""Alembic's door. The connection comes from `store.book`, inside its transaction; there is no alembic.ini."""

from alembic import context

import store.desk.tables
import store.tables
import store.unit_tables
from store.base import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()

__all__ = ["store"]
