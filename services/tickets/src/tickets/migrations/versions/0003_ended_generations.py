"""The inbox knows which generations of an owner's journal have ended."""

from chassis.journal import schema
from chassis.migration_environment import execute

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    execute(schema.ENDED_GENERATIONS)
