"""Alembic's entry; the work is in the chassis."""

from chassis.database.migration_environment import run

from tickets.storage import tables

run(tables.metadata)
