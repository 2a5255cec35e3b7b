"""When a ticket was resolved, so that those nobody accepted can be found."""

from chassis.database.migration_environment import execute, rewrite

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    execute("ALTER TABLE ticket ADD COLUMN resolved_at timestamptz")
    rewrite(
        "UPDATE ticket SET resolved_at = (state ->> 'resolved_at')::timestamptz WHERE status = 'resolved'", "ticket"
    )
    execute("CREATE INDEX ticket_resolved ON ticket (resolved_at) WHERE status = 'resolved' AND imported_key IS NULL")
