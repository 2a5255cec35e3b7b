"""The view knows up to when it is complete."""

from chassis.database.migration_environment import execute

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    execute("ALTER TABLE view_head ADD COLUMN up_to_date_at timestamptz")
