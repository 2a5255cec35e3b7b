-- Empties the view and its watermarks, so that the next comparison with the owners' heads rebuilds it. Positions are not
-- reset, so that no stream's cursor ever points at another event.
CREATE FUNCTION view_clear() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE thing, timeline, link, move_count;
  DELETE FROM inbox;
  DELETE FROM parked WHERE subject IS NOT NULL;
  UPDATE view_status SET rebuilding_since = clock_timestamp();
END $$;
