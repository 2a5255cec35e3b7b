"""Once more what 0003 did: where the owner of the table is no superuser, it changed no row the first time."""

from chassis.database.migration_environment import rewrite

revision = "0005"
down_revision = "0004"

PRESENT = """UPDATE delivery SET refused_since = entered_at
WHERE refusals > 0 AND state IN ('due', 'sending') AND refused_since IS NULL"""


def upgrade() -> None:
    rewrite(PRESENT, "delivery")
