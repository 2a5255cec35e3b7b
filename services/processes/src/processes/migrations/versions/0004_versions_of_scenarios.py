"""Every version of a scenario is a thing of its own: processes that began with an older one go on with its form."""

from chassis.database.migration_environment import execute, rewrite

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    execute("ALTER TABLE scenario ADD COLUMN scenario_version int NOT NULL DEFAULT 1")
    rewrite("UPDATE scenario SET scenario_version = version", "scenario")
    execute("ALTER TABLE scenario DROP CONSTRAINT scenario_key_key, ADD UNIQUE (key, scenario_version)")
