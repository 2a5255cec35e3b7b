-- Tickets, their numbers, and where clients are. Declared in storage/tables.py.

CREATE TABLE ticket (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  status text NOT NULL, type text NOT NULL, priority text NOT NULL,
  requester_id uuid, person_id uuid, asset_id uuid, process_id uuid, step text, request_id uuid,
  team text, assignee_id uuid, skill text, estimate_minutes int,
  opened_at timestamptz NOT NULL, due_at timestamptz, planned_at timestamptz, resolved_at timestamptz,
  accept_until timestamptz, closed_at timestamptz,
  imported_source text, imported_key text);
CREATE UNIQUE INDEX ticket_request ON ticket (request_id) WHERE request_id IS NOT NULL;
CREATE UNIQUE INDEX ticket_imported ON ticket (client_id, imported_source, imported_key) WHERE imported_key IS NOT NULL;
CREATE INDEX ticket_to_accept ON ticket (accept_until) WHERE accept_until IS NOT NULL AND closed_at IS NULL;

CREATE TABLE ticket_number (client_id uuid PRIMARY KEY, last bigint NOT NULL);

CREATE TABLE client_calendar (
  client_id uuid PRIMARY KEY, version int NOT NULL, time_zone text NOT NULL, country text NOT NULL, region text);
