-- Clients, accounts, sessions and tokens; the view of everybody's things and events. Declared in storage/tables.py.
CREATE TABLE client (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL,
  state json NOT NULL, name text NOT NULL UNIQUE);
CREATE TABLE account (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL,
  state json NOT NULL, email text NOT NULL UNIQUE, active boolean NOT NULL);
CREATE TABLE access_token (
  digest bytea PRIMARY KEY, account_id uuid NOT NULL REFERENCES account (id), client_id uuid NOT NULL, id uuid NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('session', 'token')), name text NOT NULL,
  made_at timestamptz NOT NULL, expires_at timestamptz NOT NULL);
CREATE INDEX ix_access_token_account_id ON access_token (account_id);
CREATE TABLE sign_in_failure (who text PRIMARY KEY, times int NOT NULL, first_at timestamptz NOT NULL);

CREATE TABLE thing (
  id uuid PRIMARY KEY, kind text NOT NULL, client_id uuid NOT NULL, version int NOT NULL, title text NOT NULL,
  label text NOT NULL, status text NOT NULL, open boolean NOT NULL, next_side text, next_account uuid, next_team text,
  due_at timestamptz, sort_at timestamptz NOT NULL, search text NOT NULL, state json NOT NULL,
  moves json, only_for uuid);
CREATE INDEX thing_list ON thing (client_id, kind, sort_at DESC, id DESC);
CREATE INDEX thing_open ON thing (client_id, kind, sort_at DESC, id DESC) WHERE open;
CREATE INDEX thing_moves ON thing (client_id, next_side, due_at, sort_at DESC) WHERE next_side IS NOT NULL;
CREATE INDEX thing_decide ON thing (client_id, next_side, due_at, sort_at) WHERE kind = 'decision';
CREATE INDEX thing_mine ON thing (next_account) WHERE next_account IS NOT NULL;
CREATE INDEX thing_search ON thing USING gin (to_tsvector('simple', search));

CREATE TABLE timeline (
  subject uuid NOT NULL, version int NOT NULL, position bigint NOT NULL, event_id uuid NOT NULL, type text NOT NULL,
  client_id uuid NOT NULL, occurred_at timestamptz NOT NULL, actor_side text NOT NULL, actor_name text NOT NULL,
  actor_id uuid, audience text NOT NULL, correlation_id uuid, data json NOT NULL, only_for uuid,
  PRIMARY KEY (subject, version));
CREATE INDEX timeline_position ON timeline (position);
CREATE TABLE link (
  subject uuid NOT NULL, relation text NOT NULL, other uuid NOT NULL, client_id uuid NOT NULL,
  PRIMARY KEY (subject, relation, other));
CREATE INDEX link_other ON link (other);
CREATE TABLE move_count (
  client_id uuid NOT NULL, kind text NOT NULL, side text NOT NULL, items int NOT NULL, PRIMARY KEY (client_id, kind, side));
CREATE TABLE view_status (one boolean PRIMARY KEY DEFAULT true CHECK (one), position bigint NOT NULL,
  rebuilding_since timestamptz, up_to_date_at timestamptz) WITH (fillfactor = 50);
INSERT INTO view_status (position) VALUES (0);
