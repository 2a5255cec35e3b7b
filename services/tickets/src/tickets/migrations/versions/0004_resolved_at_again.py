"""Once more what 0002 did: where the owner of the table is no superuser, it changed no row the first time."""

from chassis.database.migration_environment import rewrite

revision = "0004"
down_revision = "0003"

PRESENT = """UPDATE ticket SET resolved_at = (state ->> 'resolved_at')::timestamptz
WHERE status = 'resolved' AND resolved_at IS NULL"""


def upgrade() -> None:
    rewrite(PRESENT, "ticket")
