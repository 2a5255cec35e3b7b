"""The first shape: directory, inboxes, preferences, webhooks, deliveries, and the journal with all that belongs to it."""

from chassis.database.migration_environment import execute_file, make_journal, secure

revision = "0001"
down_revision = None

SCOPED = ("account", "client", "person", "preferences", "thing_snapshot", "notification", "webhook", "delivery")


def upgrade() -> None:
    make_journal("notifications")
    execute_file("notifications.migrations", "sql/0001_tables.sql")
    secure("notifications", SCOPED)
