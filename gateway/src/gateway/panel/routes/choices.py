"""What can be chosen in forms that name people, hardware or models."""

import asyncio
from collections.abc import Iterable

from gateway.panel.desk import Desk, Visit
from gateway.panel.screens.forms import Options
from gateway.panel.screens.lists import client_of
from gateway.view.reading import Filter


async def options_of(desk: Desk, visit: Visit, client: str) -> Options:
    """People, hardware and models of a client (of all one may see, if none is named), as (id, name)."""
    wanted = Filter(open=True, client_id=client_of(client, visit.viewer))
    people, assets, models = await asyncio.gather(
        *(desk.listed(visit, kind, wanted, limit=500) for kind in ("person", "asset", "model"))
    )
    return {
        "person": in_order((one["id"], one["name"]) for one in people.states),
        "asset": in_order((one["id"], f"{one['tag']} {one['name']}") for one in assets.states),
        "model": in_order((one["id"], f"{one['manufacturer']} {one['name']}") for one in models.states),
    }


def in_order(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Sorted by name, the way people read them."""
    return sorted(pairs, key=lambda pair: pair[1].casefold())
