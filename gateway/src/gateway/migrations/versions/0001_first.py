"""The first shape: clients, accounts, sessions and tokens; the view of everybody's things and events; the journal."""

from chassis.database.migration_environment import execute_file, make_journal, secure

revision = "0001"
down_revision = None

SCOPED = ("client", "account", "access_token", "thing", "timeline", "link", "move_count")
SCRIPTS = (
    "0001_tables", "alphabetical", "history_of", "links_of", "read_one", "brief", "read_start", "view_write", "view_clear",
)  # fmt: skip


def upgrade() -> None:
    make_journal("gateway")
    for name in SCRIPTS:
        execute_file("gateway.migrations", f"sql/{name}.sql")
    secure("gateway", SCOPED)
    execute_file("gateway.migrations", "sql/rights.sql")
