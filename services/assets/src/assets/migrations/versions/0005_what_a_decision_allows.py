"""What a decision of the client allows is one move of one asset, once; not, as it was, anything that names the decision.

It allows it as long as its process runs; `ended_process` says which do no more, for approvals that are heard of later.
`approval` is no longer read; it stays for replicas of the version before, which write to it until they are gone.
"""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    execute(
        """CREATE TABLE permit (decision_id uuid, asset_id uuid, move text, client_id uuid NOT NULL, process_id uuid NOT NULL,
        used_at timestamptz, PRIMARY KEY (decision_id, asset_id, move));
        CREATE INDEX permit_process ON permit (process_id);
        CREATE TABLE ended_process (process_id uuid PRIMARY KEY, client_id uuid NOT NULL)"""
    )
    for table in ("permit", "ended_process"):
        execute(schema.scoped_table(table, "assets"))
