"""What an asset says may be done with it has a command in the gateway's table, and each command is allowed some time."""

from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest
from assets.domain.asset import Asset
from assets.domain.moves import ASSET_MOVES, STATES
from assets.events import ASSETS as PUBLISHED
from gateway.api.command_table import ASSETS


def commands_on_an_asset() -> set[str]:
    """The names of the gateway's commands on one asset; `PATCH` is `change`."""
    names = set()
    for command in ASSETS:
        path, _, name = command.path.partition("/{id}")
        if path == "/assets" and command.about_existing:
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

    assert set(public["moves"]) <= commands_on_an_asset()
    assert set(public["missing"]) <= set(public["moves"])


def test_each_command_on_an_asset_is_allowed_in_some_state() -> None:
    assert commands_on_an_asset() == set(ASSET_MOVES.table)
