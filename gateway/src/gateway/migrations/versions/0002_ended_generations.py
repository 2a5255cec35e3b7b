"""The inbox knows which generations of an owner's journal have ended."""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    execute(schema.ENDED_GENERATIONS)
    # A rebuild forgets what was parked too: it comes again, in its order.
    execute("GRANT DELETE ON parked TO gateway_system")
