"""Every version of a scenario is a thing of its own: processes that began with an older one go on with its form.

What had been changed in the first version of a scenario is its second one now; processes that began with it so changed go
on with that.
"""

from chassis.database.migration_environment import execute, rewrite

revision = "0004"
down_revision = "0003"

# Drafts have no steps yet: what they ask for is what the second version asks for, the hardware by name left out.
SECOND = """
UPDATE process SET state = (jsonb_set(state::jsonb, '{scenario_version}', '2') #- '{inputs,asset}')::json
  WHERE scenario = 'offboarding' AND state ->> 'scenario_version' = '1'
  AND (json_array_length(state -> 'steps') = 0 OR state::jsonb @> '{"steps": [{"key": "approve_leaving"}]}');
UPDATE process SET state = jsonb_set(state::jsonb, '{scenario_version}', '2')::json
  WHERE scenario = 'hardware_service' AND state ->> 'scenario_version' = '1' AND open
"""


def upgrade() -> None:
    execute("ALTER TABLE scenario ADD COLUMN scenario_version int NOT NULL DEFAULT 1")
    rewrite("UPDATE scenario SET scenario_version = version", "scenario")
    execute("ALTER TABLE scenario DROP CONSTRAINT scenario_key_key, ADD UNIQUE (key, scenario_version)")
    rewrite(SECOND, "process")
