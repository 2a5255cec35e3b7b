-- Appends the lines of one shard, gap-free and in commit order. It is for functions that write a new row with its lines in one
-- round trip. All other code appends with the statement in journal/writing.py. The `place` of a line counts from 1.
CREATE FUNCTION journal_append(of_shard smallint, lines json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  before bigint;
  added int := json_array_length(lines);
BEGIN
  UPDATE journal_shard SET head = head + added WHERE shard = of_shard RETURNING head - added INTO before;
  INSERT INTO journal (shard, seq, event_id, type, subject, version, client_id, occurred_at, recorded_at, actor_side,
    actor_name, actor_id, audience, correlation_id, causation_id, addressee, traceparent, command_key, command_digest, data)
  SELECT of_shard, before + line.place, event_id, type, subject, version, client_id, occurred_at, recorded_at, actor_side,
    actor_name, actor_id, audience, correlation_id, causation_id, addressee, traceparent, command_key, command_digest, data
  FROM json_to_recordset(lines) AS line (place int, event_id uuid, type text, subject uuid, version int, client_id uuid,
    occurred_at timestamptz, recorded_at timestamptz, actor_side text, actor_name text, actor_id uuid, audience text,
    correlation_id uuid, causation_id uuid, addressee text, traceparent text, command_key text, command_digest text,
    data json);
END $$;
