"""The tables every service has beside its own: journal, counters, relay marks and lease, inbox, parked messages.

SQL as text, run by each service's first migration. Business tables are not here. Roles: `<service>_app` serves requests
and reactions under row-level security; `<service>_system` runs the relay, the feed and projections.
"""

from chassis.database.row_security import journal_rights, role_statements, scoped_table, unforced
from chassis.identifiers import SHARDS

__all__ = ["ENDED_GENERATIONS", "TABLES", "journal_rights", "role_statements", "scoped_table", "unforced"]

TABLES = f"""
CREATE TABLE journal_generation (
  number int PRIMARY KEY, generation uuid NOT NULL UNIQUE, started_at timestamptz NOT NULL DEFAULT now(),
  base bigint[] NOT NULL DEFAULT array_fill(0::bigint, ARRAY[{SHARDS}]));
INSERT INTO journal_generation (number, generation) VALUES (1, gen_random_uuid());

CREATE TABLE journal_shard (shard smallint PRIMARY KEY, head bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
INSERT INTO journal_shard SELECT n, 0 FROM generate_series(0, {SHARDS - 1}) n;

CREATE TABLE journal (
  shard smallint NOT NULL, seq bigint NOT NULL,
  event_id uuid NOT NULL, type text NOT NULL, subject uuid NOT NULL, version int NOT NULL, client_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL,
  actor_side text NOT NULL, actor_name text NOT NULL, actor_id uuid,
  audience text NOT NULL, correlation_id uuid, causation_id uuid, addressee text, traceparent text,
  command_key text, command_digest text, data json NOT NULL,
  PRIMARY KEY (shard, seq), UNIQUE (subject, version));
CREATE UNIQUE INDEX journal_command ON journal (client_id, command_key) WHERE command_key IS NOT NULL;
CREATE INDEX journal_causation ON journal (causation_id) WHERE causation_id IS NOT NULL;

CREATE TABLE relay_mark (shard smallint PRIMARY KEY, sent bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
INSERT INTO relay_mark SELECT n, 0 FROM generate_series(0, {SHARDS - 1}) n;
CREATE TABLE lease (
  name text PRIMARY KEY, holder text NOT NULL, epoch bigint NOT NULL, until timestamptz NOT NULL,
  detail text NOT NULL DEFAULT '');

CREATE TABLE inbox (
  source text NOT NULL, generation text NOT NULL, shard smallint NOT NULL, seq bigint NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (source, generation, shard)) WITH (fillfactor = 50);
CREATE TABLE parked (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, place text NOT NULL UNIQUE, source text, shard smallint, seq bigint,
  event_id uuid, type text, subject uuid, client_id uuid, reason text NOT NULL, detail text NOT NULL, raw bytea NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(), released_at timestamptz, released_by text);
CREATE INDEX parked_open ON parked (subject, id) WHERE released_at IS NULL;

-- Sets the transaction's clients on the way: for a transaction that is one INSERT.
CREATE FUNCTION scoped(thing uuid, clients text) RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.clients', clients, true);
  RETURN thing;
END $$;
"""

# Since the second migration of each service.
ENDED_GENERATIONS = """
ALTER TABLE inbox ADD COLUMN ended_at timestamptz;
CREATE INDEX parked_released ON parked (subject, released_at) WHERE released_at IS NOT NULL;

-- Moves watermarks from where the consumer believed them to be. Raises when another consumer was there meanwhile, or when
-- an earlier message of one of the things is parked: then nothing of the transaction happened. A release counts for another
-- minute: what this transaction read may be from before it.
CREATE OR REPLACE FUNCTION inbox_move(clients text, sources text[], generations text[], shards smallint[], befores bigint[],
  afters bigint[], subjects uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  moved int;
  scope text := coalesce(current_setting('app.clients', true), '');
BEGIN
  PERFORM set_config('app.clients', coalesce(clients, scope), true);
  UPDATE inbox SET seq = move.seq, applied_at = clock_timestamp()
  FROM unnest(sources, generations, shards, befores, afters) AS move (source, generation, shard, before, seq)
  WHERE (inbox.source, inbox.generation, inbox.shard) = (move.source, move.generation, move.shard)
    AND inbox.seq = move.before AND inbox.ended_at IS NULL;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved <> cardinality(shards)
    OR EXISTS (SELECT FROM parked WHERE released_at IS NULL AND subject = ANY (subjects))
    OR EXISTS (SELECT FROM parked WHERE released_at > now() - interval '1 minute' AND subject = ANY (subjects)) THEN
    RAISE EXCEPTION 'not where the consumer believed it to be';
  END IF;
  PERFORM set_config('app.clients', scope, true);
END $$;
"""
