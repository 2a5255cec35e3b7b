"""The first shape: scenarios, processes with their requests and timers, decisions, model prices, and the journal."""

from chassis.database.migration_environment import execute_file, make_journal, secure

revision = "0001"
down_revision = None


def upgrade() -> None:
    make_journal("processes")
    execute_file("processes.migrations", "sql/0001_tables.sql")
    secure("processes", ("scenario", "process", "decision", "request", "model_price"))
