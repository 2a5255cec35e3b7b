"""The ledger knows since when a delivery is refused, and finds quickly what a webhook took after that."""

from chassis.database.migration_environment import execute, rewrite

revision = "0003"
down_revision = "0002"

PRESENT = "UPDATE delivery SET refused_since = entered_at WHERE refusals > 0 AND state IN ('due', 'sending')"
INDEX = """
CREATE INDEX delivery_taken ON delivery (recipient, ended_at) WHERE channel = 'webhook' AND state = 'sent';
"""


def upgrade() -> None:
    execute("ALTER TABLE delivery ADD COLUMN refused_since timestamptz")
    rewrite(PRESENT, "delivery")
    execute(INDEX)
