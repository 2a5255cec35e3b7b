"""The first shape: tickets, their numbers and where clients are, and the journal with all that belongs to it."""

from chassis.database.migration_environment import execute_file, make_journal, secure

revision = "0001"
down_revision = None


def upgrade() -> None:
    make_journal("tickets")
    execute_file("tickets.migrations", "sql/0001_tables.sql")
    execute_file("tickets.migrations", "sql/ticket_insert.sql")
    secure("tickets", ("ticket", "ticket_number", "client_calendar"))
