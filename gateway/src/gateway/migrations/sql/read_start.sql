-- The start page as JSON: scope and queries in one round trip, with the caller's rights. One plan for all: planning these five
-- parts anew each time costs more than reading them.
CREATE FUNCTION read_start(clients text, my_side text, me uuid) RETURNS text LANGUAGE plpgsql
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
