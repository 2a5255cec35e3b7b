-- Processes with their requests, decisions, published scenarios, what models cost, clients. Declared in storage/tables.py.

CREATE TABLE process (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  scenario text NOT NULL, scenario_version int NOT NULL, status text NOT NULL, phase text, starter uuid,
  opened_at timestamptz NOT NULL, ended_at timestamptz, ready_on date, next_timer timestamptz);
CREATE INDEX process_timer ON process (next_timer) WHERE next_timer IS NOT NULL;

CREATE TABLE decision (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  process_id uuid NOT NULL, step text NOT NULL, status text NOT NULL, role text NOT NULL,
  requested_at timestamptz NOT NULL, decided_at timestamptz, next_timer timestamptz);
CREATE INDEX decision_timer ON decision (next_timer) WHERE next_timer IS NOT NULL;

CREATE TABLE request (id uuid PRIMARY KEY, client_id uuid NOT NULL, process_id uuid NOT NULL, kind text NOT NULL);
CREATE TABLE scenario (
  key text, scenario_version int, client_id uuid NOT NULL, PRIMARY KEY (key, scenario_version));
CREATE TABLE model_price (
  model_id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, amount bigint NOT NULL, currency text NOT NULL);
CREATE TABLE client (
  client_id uuid PRIMARY KEY, version int NOT NULL, time_zone text NOT NULL, country text NOT NULL, region text,
  currency text NOT NULL);
