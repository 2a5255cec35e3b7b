-- Creates the journal, its counters, relay marks and lease, the inbox and the parked messages. journal/tables.py declares them.
-- There are 32 shards, numbered from 0. Their number never changes (chassis.identifiers.SHARDS).

CREATE TABLE journal_generation (
  number int PRIMARY KEY, generation uuid NOT NULL UNIQUE, started_at timestamptz NOT NULL DEFAULT now(),
  base bigint[] NOT NULL DEFAULT array_fill(0::bigint, ARRAY[32]));
INSERT INTO journal_generation (number, generation) VALUES (1, gen_random_uuid());

CREATE TABLE journal_shard (shard smallint PRIMARY KEY, head bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
INSERT INTO journal_shard SELECT n, 0 FROM generate_series(0, 31) n;

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
INSERT INTO relay_mark SELECT n, 0 FROM generate_series(0, 31) n;
CREATE TABLE lease (name text PRIMARY KEY, holder text NOT NULL, epoch bigint NOT NULL, until timestamptz NOT NULL);

CREATE TABLE inbox (
  source text NOT NULL, generation text NOT NULL, shard smallint NOT NULL, seq bigint NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz,
  PRIMARY KEY (source, generation, shard)) WITH (fillfactor = 50);
CREATE TABLE parked (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, place text NOT NULL UNIQUE, source text, shard smallint, seq bigint,
  event_id uuid, type text, subject uuid, client_id uuid, reason text NOT NULL, detail text NOT NULL, raw bytea NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(), released_at timestamptz, released_by text);
CREATE INDEX parked_open ON parked (subject, id) WHERE released_at IS NULL;
CREATE INDEX parked_released ON parked (subject, released_at) WHERE released_at IS NOT NULL;
