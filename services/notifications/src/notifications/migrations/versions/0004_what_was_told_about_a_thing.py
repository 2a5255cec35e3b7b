"""What was told about a thing and not read yet is found by the thing."""

from chassis.database.migration_environment import execute

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    execute("CREATE INDEX notification_unread_about ON notification (about_id) WHERE read_at IS NULL")
