-- One thing with its history and links: scope and query in one round trip. It runs with the caller's rights, so row-level
-- security holds in it as everywhere.
CREATE FUNCTION read_one(clients text, thing_id uuid, wanted text, internal boolean)
RETURNS TABLE (version int, client_id uuid, state text, moves text, history text, links text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.clients', clients, true);
  RETURN QUERY SELECT t.version, t.client_id, t.state::text, t.moves::text, history_of(t.id, internal)::text,
    links_of(t.id)::text
    FROM thing t WHERE t.id = thing_id AND t.kind = wanted;
END $$;
