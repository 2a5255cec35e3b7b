"""What only one account, or only the provider, may read: notifications, preferences, the provider's own webhooks."""

from chassis.database.migration_environment import execute, rewrite
from chassis.database.row_security import SCOPE

revision = "0004"
down_revision = "0003"

COLUMNS = """
ALTER TABLE thing ADD COLUMN only_for uuid;
ALTER TABLE timeline ADD COLUMN only_for uuid;
"""

# Beside the policy of clients, never instead of it: a restrictive one can only take rows away.
POLICIES = "".join(
    f"CREATE POLICY only_for ON {table} AS RESTRICTIVE TO gateway_app USING (only_for IS NULL OR only_for = ANY ({SCOPE}));"
    for table in ("thing", "timeline")
)

PROVIDER = "'00000000-0000-0000-0000-000000000001'"

# What the projection would write today (view/summaries.py).
PRESENT = f"""
UPDATE thing SET only_for = (state ->> 'account_id')::uuid WHERE kind IN ('notification', 'preferences');
UPDATE thing SET only_for = {PROVIDER} WHERE kind = 'delivery' OR kind = 'webhook' AND state ->> 'owner_side' = 'provider';
UPDATE timeline SET only_for = thing.only_for FROM thing WHERE thing.id = timeline.subject AND thing.only_for IS NOT NULL;
DELETE FROM link USING thing WHERE thing.id = link.subject AND thing.kind = 'notification' AND link.relation = 'about';
UPDATE link SET relation = 'told' FROM thing
  WHERE thing.id = link.subject AND thing.kind = 'notification' AND link.relation = 'to';
"""

# Somebody's inbox is read as a list; among the links of an account it would only push out everything else.
LINKS = """
CREATE OR REPLACE FUNCTION links_of(thing_id uuid) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT coalesce(json_agg(json_build_object('relation', l.relation, 'direction', l.direction, 'id', t.id, 'kind', t.kind,
    'title', t.title, 'label', t.label, 'status', t.status, 'open', t.open, 'next_side', t.next_side)
    ORDER BY t.kind, t.sort_at DESC), '[]')
  FROM (SELECT relation, other AS id, 'to' AS direction FROM link WHERE subject = thing_id
        UNION ALL (SELECT relation, subject, 'from' FROM link WHERE other = thing_id AND relation <> 'told' LIMIT 200)) l
  JOIN thing t USING (id) $$;
"""


def upgrade() -> None:
    execute(COLUMNS)
    rewrite(PRESENT, "thing", "timeline", "link")
    for statements in (POLICIES, LINKS):
        execute(statements)
