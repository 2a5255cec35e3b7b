-- Things: each row holds the whole state, and beside it what is asked for.
CREATE TABLE notification (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  account_id uuid NOT NULL, event_id uuid NOT NULL, code text NOT NULL, importance text NOT NULL, about_kind text NOT NULL,
  about_id uuid NOT NULL, created_at timestamptz NOT NULL, read_at timestamptz, UNIQUE (event_id, account_id));
CREATE INDEX notification_unread ON notification (account_id, client_id) WHERE read_at IS NULL;
CREATE INDEX notification_unread_about ON notification (about_id) WHERE read_at IS NULL;

CREATE TABLE preferences (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  account_id uuid NOT NULL UNIQUE);

CREATE TABLE webhook (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, state_version smallint NOT NULL, state json NOT NULL,
  disabled_because text);
CREATE INDEX webhook_active ON webhook (client_id) WHERE disabled_because IS NULL;

-- What goes to whom over which channel, once for each event.
CREATE TABLE delivery (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, event_id uuid NOT NULL, recipient text NOT NULL, channel text NOT NULL,
  state text NOT NULL, due_at timestamptz NOT NULL, tries int NOT NULL, refusals int NOT NULL, refused_since timestamptz,
  answer text NOT NULL, content json, content_version smallint NOT NULL, correlation_id uuid, traceparent text,
  entered_at timestamptz NOT NULL, ended_at timestamptz, UNIQUE (event_id, recipient, channel));
CREATE INDEX delivery_due ON delivery (channel, due_at) WHERE ended_at IS NULL;
CREATE INDEX delivery_sent ON delivery (recipient, ended_at) WHERE state = 'sent';

-- The directory: copies of what the owners say.
CREATE TABLE account (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, email text NOT NULL, name text NOT NULL,
  side text NOT NULL, roles text[] NOT NULL, language text NOT NULL, active boolean NOT NULL, person_id uuid,
  clients uuid[] NOT NULL, every_client boolean NOT NULL);
CREATE INDEX account_client ON account (client_id) WHERE active;
CREATE TABLE client (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, name text NOT NULL, time_zone text NOT NULL);
CREATE TABLE person (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, name text NOT NULL, email text NOT NULL);

-- The next move and the status of each thing after its last event, so that a move is announced when it begins.
CREATE TABLE thing_snapshot (thing_id uuid PRIMARY KEY, client_id uuid NOT NULL, next_move text, status text NOT NULL);
