"""What a decision of the client allows is one move of one asset, once; not, as it was, anything that names the decision.

`approval` is no longer read; it stays for replicas of the version before, which write to it until they are gone.
"""

from chassis.journal import schema
from chassis.migration_environment import execute

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    execute(
        """CREATE TABLE permit (decision_id uuid, asset_id uuid, move text, client_id uuid NOT NULL,
        approved_at timestamptz NOT NULL, used_at timestamptz, PRIMARY KEY (decision_id, asset_id, move))"""
    )
    execute(schema.scoped_table("permit", "assets"))
