-- Moves watermarks from the numbers that the consumer expects. Raises, so that the whole transaction is undone, when another
-- consumer has moved them meanwhile, or when an earlier message of one of the things is parked. A released message counts as
-- parked for another minute, because this transaction may have read data from before the release.
CREATE FUNCTION inbox_move(clients text, sources text[], generations text[], shards smallint[], befores bigint[],
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
