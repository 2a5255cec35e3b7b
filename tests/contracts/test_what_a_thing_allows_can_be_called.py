"""What a thing says may be done with it has a command in the gateway's table, and each command is allowed some time."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from assets.domain.asset import Asset
from assets.domain.moves import ASSET_MOVES, HANDOVER_MOVES, PERSON_MOVES, STATES
from assets.events import ASSETS as PUBLISHED
from chassis.domain.moves import StateMachine
from gateway.api.command_table import COMMANDS
from notifications.domain.webhook import MOVES as WEBHOOK_MOVES
from processes.domain.moves import DECISION_MOVES, PROCESS_MOVES, STEP_MOVES
from tickets.domain.moves import MOVES as TICKET_MOVES

MACHINES: dict[str, tuple[StateMachine[Any], ...]] = {
    "tickets": (TICKET_MOVES,),
    "assets": (ASSET_MOVES,),
    "people": (PERSON_MOVES,),
    "handovers": (HANDOVER_MOVES,),
    "processes": (PROCESS_MOVES, STEP_MOVES),
    "decisions": (DECISION_MOVES,),
    "webhooks": (WEBHOOK_MOVES,),
}
WITHOUT_MOVE = {"decisions": {"view"}}
"""Seeing a decision changes nothing that somebody could be asked to do."""


def commands_on(things: str) -> set[str]:
    """The moves that the gateway's commands stand for, by the rule of `contracts.vocabulary.MOVE_AS_REQUEST`."""
    names = set()
    for command in COMMANDS:
        path, _, name = command.path.partition("/{id}")
        if path == f"/{things}" and command.about_existing:
            names.add("change" if command.method == "PATCH" else name.strip("/").replace("-", "_"))
    return names


def an_asset(state: str, legal_hold: str = "") -> Asset:
    status, _, substate = state.partition(".")
    asset_id, client_id = UUID(int=9), UUID(int=7)
    return Asset(
        asset_id, client_id, "NB-1", "ThinkPad", datetime(2026, 11, 2, tzinfo=UTC), status=status,
        substate=substate or None, legal_hold=legal_hold, version=1)  # fmt: skip


@pytest.mark.parametrize("legal_hold", ["", "sprawa 1/26"])
@pytest.mark.parametrize("state", STATES)
def test_each_allowed_name_is_a_command_of_the_gateway(state: str, legal_hold: str) -> None:
    public = orjson.loads(PUBLISHED.state(an_asset(state, legal_hold)))

    assert set(public["moves"]) <= commands_on("assets")
    assert set(public["missing"]) <= set(public["moves"])


@pytest.mark.parametrize("things", MACHINES)
def test_a_move_of_somebody_and_a_command_have_the_same_name(things: str) -> None:
    machine, *of_steps = MACHINES[things]
    moves = {move.name for move in machine.table.values() if set(move.by) != {"system"}}
    moves |= {f"steps/{{step}}/{name}" for steps in of_steps for name in steps.table}

    assert commands_on(things) - WITHOUT_MOVE.get(things, set()) == moves
