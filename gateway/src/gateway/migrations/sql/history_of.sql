-- The events of a thing as JSON, oldest first; the provider's own ones only for `internal`.
CREATE FUNCTION history_of(thing_id uuid, internal boolean) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT coalesce(json_agg(json_build_object('version', version, 'type', type, 'at', occurred_at, 'side', actor_side,
    'by', actor_name, 'by_id', actor_id, 'audience', audience, 'data', data) ORDER BY version), '[]')
  FROM timeline WHERE subject = thing_id AND (internal OR audience = 'all') $$;
