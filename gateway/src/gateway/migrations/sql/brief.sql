-- What the start page shows of a thing, as JSON.
CREATE FUNCTION brief(t thing) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object('id', t.id, 'kind', t.kind, 'client_id', t.client_id, 'version', t.version, 'title', t.title,
    'label', t.label, 'status', t.status, 'due_at', t.due_at, 'at', t.sort_at, 'next_move', t.state -> 'next_move') $$;
