"""The first shape: models, assets, people and hand-overs, and the journal with all that belongs to it."""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE model (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state json NOT NULL,
  manufacturer text NOT NULL, name text NOT NULL, category text NOT NULL, UNIQUE (client_id, manufacturer, name));
CREATE TABLE person (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state json NOT NULL,
  email text NOT NULL, external_key text NOT NULL, status text NOT NULL);
CREATE INDEX person_email ON person (client_id, email) WHERE email <> '';
CREATE UNIQUE INDEX person_key ON person (client_id, external_key) WHERE external_key <> '';
CREATE TABLE asset (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state json NOT NULL,
  tag text NOT NULL, external_key text, category text NOT NULL, model_id uuid, place text NOT NULL, held_by uuid,
  UNIQUE (client_id, tag), CHECK ((place IN ('in_use.assigned', 'in_use.loan')) <= (held_by IS NOT NULL)));
CREATE INDEX asset_available ON asset (client_id, category, id) WHERE place = 'in_stock.available';
CREATE INDEX asset_holder ON asset (held_by) WHERE held_by IS NOT NULL;
CREATE TABLE handover (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state json NOT NULL,
  asset_id uuid NOT NULL);
CREATE INDEX handover_asset ON handover (asset_id);
CREATE TABLE asset_number (client_id uuid PRIMARY KEY, last bigint NOT NULL);
"""


def upgrade() -> None:
    execute(schema.TABLES)
    execute(TABLES)
    execute(schema.journal_rights("assets"))
    for table in ("model", "person", "asset", "handover", "asset_number"):
        execute(schema.scoped_table(table, "assets"))
