"""Commands about accounts were remembered by a plain digest of their request, and of the password in it: no longer."""

from chassis.database.migration_environment import rewrite

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    rewrite("UPDATE journal SET command_digest = NULL WHERE type LIKE 'gateway.account.%'", "journal")
