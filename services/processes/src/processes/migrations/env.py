"""Alembic's entry; the work is in the chassis."""

from chassis.migration_environment import run

run()
