"""The first shape: tickets, their numbers, and the journal with all that belongs to it."""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE ticket (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, status text NOT NULL, open boolean NOT NULL,
  requested_by uuid, imported_key text, state json NOT NULL);
CREATE UNIQUE INDEX ticket_request ON ticket (requested_by) WHERE requested_by IS NOT NULL;
CREATE UNIQUE INDEX ticket_imported ON ticket (client_id, imported_key) WHERE imported_key IS NOT NULL;
CREATE TABLE ticket_number (client_id uuid PRIMARY KEY, last bigint NOT NULL);
"""


def upgrade() -> None:
    execute(schema.TABLES)
    execute(TABLES)
    execute(schema.journal_rights("tickets"))
    execute(schema.scoped_table("ticket", "tickets"))
    execute(schema.scoped_table("ticket_number", "tickets"))
