"""Which versions of the scenarios have been published. Their content comes with the service, in `scenarios/`."""

from typing import Any
from uuid import UUID, uuid5

import contracts.processes.events as public
from chassis.command import Context
from chassis.database import Transaction
from chassis.journal.recording import make_line, with_state
from contracts.vocabulary import EVERYONE

from processes.domain.scenario import Scenario
from processes.events import SOURCE
from processes.public_states import scenario_state
from processes.storage.row_writing import write_row

_NAMES = UUID("6d9f0e0a-6f0b-5b43-9d0a-0f6a3d1f8c11")
_INSERT = "INSERT INTO scenario (id, client_id, version, scenario_version, key, state) VALUES ($1, $2, $3, $4, $5, $6)"
_ONCE = 1
"""The version of the thing itself: what was published never changes."""


def scenario_id(key: str, version: int) -> UUID:
    """Returns the id of a version of a scenario, the same in every installation."""
    return uuid5(_NAMES, f"{key} {version}")


async def publish(transaction: Transaction, context: Context, scenario: Scenario) -> bool:
    """Publishes a version that is newer than those published; false when there is nothing new."""
    known = await transaction.value("SELECT max(scenario_version) FROM scenario WHERE key = $1", scenario.key)
    if known is not None and known >= scenario.version:
        return False
    thing = scenario_id(scenario.key, scenario.version)
    identity = {"id": thing, "client_id": EVERYONE, "version": _ONCE, "scenario_version": scenario.version}
    state = scenario_state(scenario, identity)
    line = make_line(
        SOURCE,
        _published(),
        thing,
        _ONCE,
        context,
        data=with_state({}, state),
    )
    values = (thing, EVERYONE, _ONCE, scenario.version, scenario.key, state.decode())
    await write_row(transaction, _INSERT, values, [line])
    return True


def _published() -> Any:
    # Its data are JSON already, so the event itself stays empty.
    return public.ScenarioPublished.model_construct(**{})
