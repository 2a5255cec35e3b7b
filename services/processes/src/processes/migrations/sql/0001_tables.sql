-- Scenarios, processes with their requests and timers, decisions, and what models cost.
CREATE TABLE scenario (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, scenario_version int NOT NULL,
  key text NOT NULL, state json NOT NULL, UNIQUE (key, scenario_version));
CREATE TABLE process (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, scenario text NOT NULL,
  open boolean NOT NULL, wake_at timestamptz, state json NOT NULL);
CREATE INDEX process_wake ON process (wake_at) WHERE wake_at IS NOT NULL;
CREATE TABLE decision (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, process_id uuid NOT NULL,
  open boolean NOT NULL, wake_at timestamptz, state json NOT NULL);
CREATE INDEX decision_wake ON decision (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX decision_process ON decision (process_id);
CREATE TABLE request (id uuid PRIMARY KEY, client_id uuid NOT NULL, process_id uuid NOT NULL, kind text NOT NULL);
CREATE TABLE model_price (model_id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, amount bigint NOT NULL,
  currency text NOT NULL);
