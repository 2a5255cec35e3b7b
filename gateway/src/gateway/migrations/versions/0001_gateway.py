"""The first shape: clients, accounts, sessions and tokens; the view of everybody's events; the journal."""

from chassis.database.migration_environment import execute
from chassis.journal import schema

revision = "0001"
down_revision = None

IDENTITY = """
CREATE TABLE client (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, name text NOT NULL UNIQUE,
  state json NOT NULL);
CREATE TABLE account (id uuid PRIMARY KEY, client_id uuid NOT NULL, version int NOT NULL, email text NOT NULL UNIQUE,
  active boolean NOT NULL, password_hash text NOT NULL, state json NOT NULL);
CREATE TABLE access_token (
  digest bytea PRIMARY KEY, account_id uuid NOT NULL REFERENCES account (id),
  client_id uuid NOT NULL, id uuid NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('session', 'token')), name text NOT NULL,
  made_at timestamptz NOT NULL, expires_at timestamptz NOT NULL);
CREATE INDEX access_token_account ON access_token (account_id);
CREATE TABLE sign_in_failure (who text PRIMARY KEY, times int NOT NULL, first_at timestamptz NOT NULL);
"""

VIEW = """
CREATE TABLE thing (
  id uuid PRIMARY KEY, kind text NOT NULL, client_id uuid NOT NULL, version int NOT NULL, title text NOT NULL,
  label text NOT NULL, status text NOT NULL, open boolean NOT NULL, next_side text, next_account uuid, next_team text,
  due_at timestamptz, sort_at timestamptz NOT NULL, search text NOT NULL, state json NOT NULL);
CREATE INDEX thing_list ON thing (client_id, kind, sort_at DESC, id DESC);
CREATE INDEX thing_open ON thing (client_id, kind, sort_at DESC, id DESC) WHERE open;
CREATE INDEX thing_moves ON thing (client_id, next_side, due_at, sort_at DESC) WHERE next_side IS NOT NULL;
CREATE INDEX thing_decide ON thing (client_id, next_side, due_at, sort_at) WHERE kind = 'decision';
CREATE INDEX thing_mine ON thing (next_account) WHERE next_account IS NOT NULL;
CREATE INDEX thing_search ON thing USING gin (to_tsvector('simple', search));
CREATE TABLE timeline (
  subject uuid NOT NULL, version int NOT NULL, position bigint NOT NULL, event_id uuid NOT NULL, type text NOT NULL,
  client_id uuid NOT NULL, occurred_at timestamptz NOT NULL, actor_side text NOT NULL, actor_name text NOT NULL,
  actor_id uuid, audience text NOT NULL, correlation_id uuid, data json NOT NULL, PRIMARY KEY (subject, version));
CREATE INDEX timeline_position ON timeline (position);
CREATE TABLE link (
  subject uuid NOT NULL, other uuid NOT NULL, relation text NOT NULL, client_id uuid NOT NULL,
  PRIMARY KEY (subject, relation, other));
CREATE INDEX link_other ON link (other);
CREATE TABLE move_count (
  client_id uuid NOT NULL, kind text NOT NULL, side text NOT NULL, items int NOT NULL, PRIMARY KEY (client_id, kind, side));
CREATE TABLE view_head (one boolean PRIMARY KEY DEFAULT true CHECK (one), position bigint NOT NULL,
  rebuilding_since timestamptz) WITH (fillfactor = 50);
INSERT INTO view_head (position) VALUES (0);
"""

# The two reads every screen begins with are functions: scope and query in one round trip. They run with the caller's
# rights, so row-level security holds in them as everywhere.
FUNCTIONS = """
CREATE FUNCTION history_of(thing_id uuid, internal boolean) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT coalesce(json_agg(json_build_object('version', version, 'type', type, 'at', occurred_at, 'side', actor_side,
    'by', actor_name, 'by_id', actor_id, 'audience', audience, 'data', data) ORDER BY version), '[]')
  FROM timeline WHERE subject = thing_id AND (internal OR audience = 'all') $$;

CREATE FUNCTION links_of(thing_id uuid) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT coalesce(json_agg(json_build_object('relation', l.relation, 'direction', l.direction, 'id', t.id, 'kind', t.kind,
    'title', t.title, 'label', t.label, 'status', t.status, 'open', t.open, 'next_side', t.next_side)
    ORDER BY t.kind, t.sort_at DESC), '[]')
  FROM (SELECT relation, other AS id, 'to' AS direction FROM link WHERE subject = thing_id
        UNION ALL (SELECT relation, subject, 'from' FROM link WHERE other = thing_id LIMIT 200)) l JOIN thing t USING (id) $$;

CREATE FUNCTION read_one(clients text, thing_id uuid, wanted text, internal boolean)
RETURNS TABLE (version int, client_id uuid, state text, history text, links text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.clients', clients, true);
  RETURN QUERY SELECT t.version, t.client_id, t.state::text, history_of(t.id, internal)::text, links_of(t.id)::text
    FROM thing t WHERE t.id = thing_id AND t.kind = wanted;
END $$;

CREATE FUNCTION brief(t thing) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('id', t.id, 'kind', t.kind, 'client_id', t.client_id, 'version', t.version, 'title', t.title,
    'label', t.label, 'status', t.status, 'due_at', t.due_at, 'at', t.sort_at, 'next_move', t.state -> 'next_move') $$;

-- One plan for all: planning these five parts anew each time costs more than reading them.
CREATE FUNCTION read_start(clients text, my_side text, me uuid, internal boolean) RETURNS text LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE scope uuid[] := string_to_array(clients, ',')::uuid[]; answer json;
BEGIN
  PERFORM set_config('app.clients', clients, true);
  SELECT json_build_object(
    'counts', (SELECT coalesce(json_agg(json_build_object('kind', c.kind, 'side', c.side, 'items', c.items)), '[]')
      FROM (SELECT kind, side, sum(items) AS items FROM move_count WHERE client_id = ANY (scope) GROUP BY kind, side) c
      WHERE c.items > 0),
    'decide', (SELECT coalesce(json_agg(brief(t)), '[]') FROM (
      SELECT t.* FROM unnest(scope) AS mine (client_id) CROSS JOIN LATERAL (SELECT * FROM thing
        WHERE thing.client_id = mine.client_id AND kind = 'decision' AND next_side = my_side
        ORDER BY due_at, sort_at LIMIT 20) t
      ORDER BY t.due_at, t.sort_at LIMIT 20) t),
    'moves', (SELECT coalesce(json_agg(brief(t)), '[]') FROM (
      SELECT t.* FROM unnest(scope) AS mine (client_id) CROSS JOIN LATERAL (SELECT * FROM thing
        WHERE thing.client_id = mine.client_id AND kind IN ('ticket', 'process', 'asset') AND next_side = my_side
          AND (next_account IS NULL OR next_account = me)
        ORDER BY due_at, sort_at DESC LIMIT 20) t
      ORDER BY t.due_at, t.sort_at DESC LIMIT 20) t),
    'running', (SELECT coalesce(json_agg(brief(t)), '[]') FROM (
      SELECT t.* FROM unnest(scope) AS mine (client_id) CROSS JOIN LATERAL (SELECT * FROM thing
        WHERE thing.client_id = mine.client_id AND kind = 'process' AND open ORDER BY sort_at DESC LIMIT 20) t
      ORDER BY t.sort_at DESC LIMIT 20) t),
    'recent', (SELECT coalesce(json_agg(brief(t)), '[]') FROM (
      SELECT t.* FROM unnest(scope) AS mine (client_id) CROSS JOIN LATERAL (SELECT * FROM thing
        WHERE thing.client_id = mine.client_id AND kind = 'ticket' AND open ORDER BY sort_at DESC LIMIT 10) t
      ORDER BY t.sort_at DESC LIMIT 10) t)) INTO answer;
  RETURN answer::text;
END $$;
"""


def upgrade() -> None:
    execute(schema.TABLES)
    execute(IDENTITY)
    execute(VIEW)
    execute(FUNCTIONS)
    execute(schema.journal_rights("gateway"))
    for table in ("client", "account", "access_token", "thing", "timeline", "link", "move_count"):
        execute(schema.scoped_table(table, "gateway"))
    execute("GRANT SELECT, UPDATE ON view_head TO gateway_app, gateway_system")
    execute("GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure TO gateway_app, gateway_system")
    execute(
        "GRANT TRUNCATE ON thing, timeline, link, move_count TO gateway_system; GRANT DELETE ON inbox TO gateway_system"
    )
