"""Which decisions the client has approved: what is retired or written off by hand names one of them."""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    execute(
        "CREATE TABLE approval (decision_id uuid PRIMARY KEY, client_id uuid NOT NULL, approved_at timestamptz NOT NULL)"
    )
    execute(schema.scoped_table("approval", "assets", append_only=True))
