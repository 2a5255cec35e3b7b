"""The first shape: directory, inboxes, preferences, webhooks, the ledger, and the journal with all that belongs to it."""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE account (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, email text NOT NULL, name text NOT NULL,
  side text NOT NULL, roles text[] NOT NULL, language text NOT NULL, active boolean NOT NULL, person_id uuid,
  clients uuid[] NOT NULL, every_client boolean NOT NULL);
CREATE INDEX account_client ON account (client_id) WHERE active;
CREATE TABLE client (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, name text NOT NULL, time_zone text NOT NULL);
CREATE TABLE person (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, name text NOT NULL, email text NOT NULL);

CREATE TABLE preferences (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, account_id uuid NOT NULL UNIQUE, version int NOT NULL, mail json NOT NULL);
CREATE TABLE last_seen (thing_id uuid PRIMARY KEY, client_id uuid NOT NULL, move text, status text NOT NULL);

CREATE TABLE notification (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, account_id uuid NOT NULL, account_side text NOT NULL,
  event_id uuid NOT NULL, code text NOT NULL, importance text NOT NULL, about_kind text NOT NULL, about_id uuid NOT NULL,
  about_title text NOT NULL, facts json NOT NULL, created_at timestamptz NOT NULL, read_at timestamptz,
  version int NOT NULL, UNIQUE (event_id, account_id));
CREATE INDEX notification_unread ON notification (account_id, client_id) WHERE read_at IS NULL;

CREATE TABLE webhook (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, url text NOT NULL, secret text NOT NULL,
  types text[] NOT NULL, owner_side text NOT NULL, created_at timestamptz NOT NULL, created_by uuid,
  created_by_name text NOT NULL, disabled_because text);
CREATE INDEX webhook_active ON webhook (client_id) WHERE disabled_because IS NULL;

CREATE TABLE delivery (
  id uuid PRIMARY KEY, client_id uuid NOT NULL, event_id uuid NOT NULL, recipient text NOT NULL, channel text NOT NULL,
  state text NOT NULL, due_at timestamptz NOT NULL, tries int NOT NULL DEFAULT 0, refusals int NOT NULL DEFAULT 0,
  answer text NOT NULL DEFAULT '', content json, correlation_id uuid, traceparent text,
  entered_at timestamptz NOT NULL, ended_at timestamptz, UNIQUE (event_id, recipient, channel));
CREATE INDEX delivery_due ON delivery (channel, due_at) WHERE state IN ('due', 'sending');
"""
SCOPED = ("account", "client", "person", "preferences", "last_seen", "notification", "webhook", "delivery")


def upgrade() -> None:
    execute(schema.TABLES)
    execute(TABLES)
    execute(schema.journal_rights("notifications"))
    for table in SCOPED:
        execute(schema.scoped_table(table, "notifications"))
