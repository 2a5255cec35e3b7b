"""The first shape: scenarios, processes with their requests and timers, decisions, and the journal."""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE scenario (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, key text NOT NULL UNIQUE,
  state json NOT NULL);
CREATE TABLE process (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, scenario text NOT NULL,
  open boolean NOT NULL, wake_at timestamptz, state json NOT NULL);
CREATE INDEX process_wake ON process (wake_at) WHERE wake_at IS NOT NULL;
CREATE TABLE decision (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, process_id uuid NOT NULL,
  open boolean NOT NULL, wake_at timestamptz, state json NOT NULL);
CREATE INDEX decision_wake ON decision (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX decision_process ON decision (process_id);
CREATE TABLE request (id uuid PRIMARY KEY, client_id uuid NOT NULL, process_id uuid NOT NULL, kind text NOT NULL);
"""


def upgrade() -> None:
    execute(schema.TABLES)
    execute(TABLES)
    execute(schema.journal_rights("processes"))
    for table in ("scenario", "process", "decision", "request"):
        execute(schema.scoped_table(table, "processes"))
