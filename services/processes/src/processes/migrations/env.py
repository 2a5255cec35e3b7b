"""Alembic's entry; the work is in the chassis."""

from chassis.database.migration_environment import run

from processes.storage.tables import metadata

run(metadata)
