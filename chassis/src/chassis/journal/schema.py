"""The tables every service has beside its own: journal, counters, relay marks and lease, inbox, parked messages.

SQL as text, run by each service's first migration. Business tables are not here. Roles: `<service>_app` serves requests
and reactions under row-level security; `<service>_system` runs the relay, the feed and projections.
"""

from chassis.identifiers import SHARDS

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


def role_statements(name: str, password: str | None) -> list[str]:
    """Makes the role `name` when it is missing; it may sign in, owns nothing and bypasses nothing."""
    secret = f" PASSWORD '{password.replace(chr(39), chr(39) * 2)}'" if password else ""
    return [
        f"DO $$ BEGIN CREATE ROLE {name} LOGIN NOBYPASSRLS{secret}; EXCEPTION WHEN duplicate_object "
        f"OR unique_violation THEN NULL; END $$",
        f"GRANT USAGE ON SCHEMA public TO {name}",
    ]


# The subselect makes PostgreSQL read the setting once a statement instead of once a row.
SCOPE = "(SELECT string_to_array(nullif(current_setting('app.clients', true), ''), ','))::uuid[]"
"""The transaction's clients, in SQL."""


def scoped_table(table: str, service: str, column: str = "client_id", *, append_only: bool = False) -> str:
    """Row-level security for a table whose rows have a client: forced, by the transaction's clients (law 6)."""
    rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
    return _secured(table, service, f"{column} = ANY ({SCOPE})", rights)


def unforced(script: str, *tables: str) -> str:
    """The script, with the owner of these tables free of their row-level security as long as it runs."""
    lifted = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;\n" for table in tables)
    return f"{lifted}{script};\n{lifted.replace('NO FORCE', 'FORCE')}"


def _secured(table: str, service: str, visible: str, rights: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY scoped ON {table} TO {service}_app USING ({visible}) WITH CHECK ({visible});
CREATE POLICY everything ON {table} TO {service}_system USING (true) WITH CHECK (true);
GRANT {rights} ON {table} TO {service}_app, {service}_system;
"""


def journal_rights(service: str) -> str:
    """Who may do what with the journal's own tables. Nobody may change or delete a line: it can only be added to.

    What nobody could read has no client, so every inbox may park it.
    """
    app, system = f"{service}_app", f"{service}_system"
    parked = f"client_id IS NULL OR client_id = ANY ({SCOPE})"
    return (
        scoped_table("journal", service, append_only=True)
        + _secured("parked", service, parked, "SELECT, INSERT, UPDATE")
        + f"""
GRANT SELECT, UPDATE ON journal_shard TO {app}, {system};
GRANT SELECT, INSERT, UPDATE ON inbox TO {app}, {system};
GRANT SELECT ON journal_generation TO {app};
GRANT SELECT, INSERT, UPDATE ON journal_generation, relay_mark, lease TO {system};
"""
    )
