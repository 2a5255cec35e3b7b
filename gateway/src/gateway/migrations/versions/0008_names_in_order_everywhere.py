"""The order of names no longer depends on the locale a database was made with: in `C`, 0005 left capital Ą what it was."""

from importlib import import_module

from chassis.database.migration_environment import execute

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    written = import_module("gateway.migrations.versions.0005_names_in_order")
    execute(written.alphabetical("CREATE OR REPLACE", "lower(name COLLATE pg_c_utf8)"))
