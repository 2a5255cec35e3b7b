"""Which versions of the scenarios have been published. Their content comes with the service, in `scenarios/`."""

from uuid import UUID, uuid5

from chassis.command import Context
from chassis.database import Transaction
from chassis.database.statements import Statement
from contracts.vocabulary import EVERYONE
from sqlalchemy import bindparam, func, insert, select

from processes.domain.scenario import ScenarioTemplate
from processes.events import scenario_line
from processes.storage.tables import scenario as table

_NAMES = UUID("6d9f0e0a-6f0b-5b43-9d0a-0f6a3d1f8c11")
_NEWEST = Statement(select(func.max(table.c.scenario_version)).where(table.c.key == bindparam("key")))
_PUBLISH = Statement(insert(table))


def scenario_id(key: str, version: int) -> UUID:
    """Returns the id of a version of a scenario, the same in every installation."""
    return uuid5(_NAMES, f"{key} {version}")


async def publish(transaction: Transaction, context: Context, scenario: ScenarioTemplate) -> bool:
    """Publishes a version that is newer than those published; false when there is nothing new."""
    known = await transaction.value(*_NEWEST(key=scenario.key))
    if known is not None and known >= scenario.version:
        return False
    await transaction.execute(*_PUBLISH(key=scenario.key, scenario_version=scenario.version, client_id=EVERYONE))
    thing = scenario_id(scenario.key, scenario.version)
    await transaction.note([scenario_line(context, scenario, thing, EVERYONE)])
    return True
