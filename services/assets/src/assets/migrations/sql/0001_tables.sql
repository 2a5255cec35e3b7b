-- Models, people, assets and hand-overs; numbers of tags; what decisions of the client allow. Declared in storage/tables.py.

CREATE TABLE model (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  manufacturer text NOT NULL, name text NOT NULL, category text NOT NULL, support_ends_on date,
  UNIQUE (client_id, manufacturer, name));

CREATE TABLE person (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  email text, external_key text, name text NOT NULL, status text NOT NULL, department text NOT NULL, site text NOT NULL,
  manager_id uuid, starts_on date, last_day date,
  UNIQUE (client_id, external_key));
CREATE INDEX person_email ON person (client_id, email);

CREATE TABLE asset (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  tag text NOT NULL, serial text NOT NULL, category text NOT NULL, status text NOT NULL, owned text NOT NULL,
  external_key text, substate text, model_id uuid,
  holder_kind text, holder_id uuid, holder_name text, held_since timestamptz, reserved_for uuid,
  purchased_on date, warranty_until date, lease_until date,
  UNIQUE (client_id, tag),
  CONSTRAINT asset_in_use_has_a_holder CHECK (status <> 'in_use' OR holder_kind IS NOT NULL));
CREATE INDEX asset_in_stock ON asset (client_id, status, substate, category);
CREATE INDEX asset_holder ON asset (holder_id);

CREATE TABLE handover (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  kind text NOT NULL, asset_id uuid NOT NULL, at timestamptz NOT NULL, from_person_id uuid, to_person_id uuid,
  accepted_at timestamptz);
CREATE INDEX handover_asset ON handover (asset_id, at);

CREATE TABLE asset_number (client_id uuid PRIMARY KEY, last bigint NOT NULL);

CREATE TABLE permit (
  decision_id uuid, asset_id uuid, move text, client_id uuid NOT NULL, process_id uuid NOT NULL, used_at timestamptz,
  PRIMARY KEY (decision_id, asset_id, move));
CREATE INDEX ix_permit_process_id ON permit (process_id);
CREATE TABLE ended_process (process_id uuid PRIMARY KEY, client_id uuid NOT NULL);
