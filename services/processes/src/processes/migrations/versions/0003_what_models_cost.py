"""What the makes of hardware cost that a client may choose by name."""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    execute(
        """CREATE TABLE model_price (model_id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL,
        amount bigint NOT NULL, currency text NOT NULL)"""
    )
    execute(schema.scoped_table("model_price", "processes"))
