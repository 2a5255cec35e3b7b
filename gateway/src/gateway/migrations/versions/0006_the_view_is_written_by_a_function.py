"""The view takes a batch by one call, whatever its size.

Its statements see everything that was committed before the watermarks were found where they should be; as parts of that same
statement they would see what was there when it began, and could leave a link standing that the batch before had just made.
"""

from chassis.database.migration_environment import execute

revision = "0006"
down_revision = "0005"

# Things with their counts and links. Counts by next move are kept beside the things, so that the start page never counts.
_THINGS = """
WITH written AS (
  INSERT INTO thing (id, kind, client_id, version, title, label, status, open, next_side, next_account, next_team, due_at,
    sort_at, search, state, only_for)
  SELECT * FROM json_to_recordset($1) AS thing (id uuid, kind text, client_id uuid, version int, title text, label text,
    status text, open boolean, next_side text, next_account uuid, next_team text, due_at timestamptz, sort_at timestamptz,
    search text, state json, only_for uuid)
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, client_id = excluded.client_id, title = excluded.title,
    label = excluded.label, status = excluded.status, open = excluded.open, next_side = excluded.next_side,
    next_account = excluded.next_account, next_team = excluded.next_team, due_at = excluded.due_at,
    search = excluded.search, state = excluded.state, only_for = excluded.only_for
  WHERE thing.version < excluded.version
  RETURNING new.id, new.client_id, new.kind, new.next_side, old.client_id AS old_client, old.kind AS old_kind,
    old.next_side AS old_side),
counted AS (
  INSERT INTO move_count AS c (client_id, kind, side, items)
  SELECT client_id, kind, side, sum(n) FROM (
    SELECT client_id, kind, next_side AS side, 1 AS n FROM written WHERE next_side IS NOT NULL
    UNION ALL SELECT old_client, old_kind, old_side, -1 FROM written WHERE old_side IS NOT NULL) AS change
  GROUP BY client_id, kind, side HAVING sum(n) <> 0 ORDER BY client_id, kind, side
  ON CONFLICT (client_id, kind, side) DO UPDATE SET items = c.items + excluded.items),
wanted AS (
  SELECT found.* FROM json_to_recordset($2) AS found (subject uuid, relation text, other uuid, client_id uuid)
  JOIN written ON written.id = found.subject),
unlinked AS (
  DELETE FROM link USING written WHERE link.subject = written.id
    AND NOT EXISTS (SELECT FROM wanted WHERE (wanted.subject, wanted.relation, wanted.other)
      = (link.subject, link.relation, link.other)))
INSERT INTO link (subject, relation, other, client_id) SELECT * FROM wanted ON CONFLICT DO NOTHING
"""
# The timeline, with the counter that orders it for the streams.
_TIMELINE = """
WITH head AS (UPDATE view_head SET position = position + json_array_length($3) RETURNING position)
INSERT INTO timeline (subject, version, position, event_id, type, client_id, occurred_at, actor_side, actor_name, actor_id,
  audience, correlation_id, only_for, data)
SELECT line.subject, line.version, head.position - json_array_length($3) + line.number, line.id, line.type, line.client_id,
  line.occurred_at, line.actor_side, line.actor_name, line.actor_id, line.audience, line.correlation_id, line.only_for,
  line.data
FROM head, json_to_recordset($3) AS line (number int, subject uuid, version int, id uuid, type text, client_id uuid,
  occurred_at timestamptz, actor_side text, actor_name text, actor_id uuid, audience text, correlation_id uuid,
  only_for uuid, data json)
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    execute(
        "CREATE FUNCTION view_write(things json, links json, lines json) RETURNS void LANGUAGE plpgsql AS $view$ "
        f"BEGIN {_THINGS}; {_TIMELINE}; END $view$"
    )
