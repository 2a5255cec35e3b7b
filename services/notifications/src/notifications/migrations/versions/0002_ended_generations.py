"""The inbox knows which generations of an owner's journal have ended."""

from chassis.journal import schema
from chassis.migration_environment import execute

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    execute(schema.ENDED_GENERATIONS)
