"""The first shape: the service's tables, and the journal with all that belongs to it."""

from chassis.database.migration_environment import execute_file, make_journal, secure
from processes.storage.tables import SCOPED

revision = "0001"
down_revision = None


def upgrade() -> None:
    make_journal("processes")
    execute_file("processes.migrations", "sql/0001_tables.sql")
    secure("processes", SCOPED)
