-- What a thing refers to and what refers to it, as JSON. Somebody's notifications are read as a list; among the links of an
-- account they would only push out everything else.
CREATE FUNCTION links_of(thing_id uuid) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT coalesce(json_agg(json_build_object('relation', l.relation, 'direction', l.direction, 'id', t.id, 'kind', t.kind,
    'title', t.title, 'label', t.label, 'status', t.status, 'open', t.open, 'next_side', t.next_side)
    ORDER BY t.kind, t.sort_at DESC), '[]')
  FROM (SELECT relation, other AS id, 'to' AS direction FROM link WHERE subject = thing_id
        UNION ALL (SELECT relation, subject, 'from' FROM link WHERE other = thing_id AND relation <> 'told' LIMIT 200)) l
  JOIN thing t USING (id) $$;
