"""A place may borrow too: only what is assigned has a person."""

from chassis.database.migration_environment import execute

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    execute("ALTER TABLE asset DROP CONSTRAINT asset_check")
    execute("ALTER TABLE asset ADD CONSTRAINT asset_person CHECK (place <> 'in_use.assigned' OR held_by IS NOT NULL)")
