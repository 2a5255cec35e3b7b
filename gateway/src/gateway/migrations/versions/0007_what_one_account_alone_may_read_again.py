"""Once more what 0004 did: where the owner of the tables is no superuser, it changed no row the first time."""

from importlib import import_module

from chassis.database.migration_environment import rewrite

revision = "0007"
down_revision = "0006"

PRESENT: str = import_module("gateway.migrations.versions.0004_what_one_account_alone_may_read").PRESENT


def upgrade() -> None:
    rewrite(PRESENT, "thing", "timeline", "link")
