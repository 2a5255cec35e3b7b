-- Opens a ticket in one round trip: the scope, the row and its journal lines, as a transaction of its own.
CREATE FUNCTION ticket_insert(clients text, new json, shard smallint, lines json) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.clients', clients, true);
  INSERT INTO ticket SELECT * FROM json_populate_record(NULL::ticket, new);
  PERFORM journal_append(shard, lines);
END $$;
