"""The first shape: the service's tables, and the journal with all that belongs to it."""

from assets.storage.tables import SCOPED
from chassis.database.migration_environment import execute_file, make_journal, secure

revision = "0001"
down_revision = None


def upgrade() -> None:
    make_journal("assets")
    execute_file("assets.migrations", "sql/0001_tables.sql")
    secure("assets", SCOPED)
