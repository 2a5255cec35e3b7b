"""What can be chosen in forms that name people, hardware or models."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from gateway.panel.collation import alphabetical
from gateway.panel.desk import Desk
from gateway.panel.formats import money
from gateway.panel.screens.decisions import approved
from gateway.panel.screens.forms import Options
from gateway.panel.screens.lists import client_of
from gateway.panel.visit import Visit
from gateway.view.reading import Filter

Shown = dict[str, Any]


async def options_of(desk: Desk, visit: Visit, client: str) -> Options:
    """People, hardware and models of a client (of all one may see, if none is named), as (id, name).

    `model_shown` are the models once more, as they are shown to be chosen.
    """
    wanted = Filter(open=True, client_id=client_of(client, visit.viewer))
    people, assets, models = await asyncio.gather(
        *(desk.every(visit, kind, wanted) for kind in ("person", "asset", "model"))
    )
    return {
        "person": in_order((one["id"], one["name"]) for one in people),
        "asset": in_order((one["id"], f"{one['tag']} {one['name']}") for one in assets),
        "model": in_order((one["id"], _model(one)) for one in models),
        "model_shown": in_order((one["id"], _described(one, visit)) for one in models),
    }


def _model(one: Shown) -> str:
    return f"{one['manufacturer']} {one['name']}"


def _described(one: Shown, visit: Visit) -> str:
    """A model as it is chosen: with its kind and what it costs, so that a monitor is not taken for a laptop."""
    known = [visit.texts("category." + one["category"])]
    if one.get("price"):
        known.append(money(one["price"], visit.viewer))
    return f"{_model(one)} ({', '.join(known)})"


async def decisions_about(desk: Desk, visit: Visit, asset: Shown, processes: set[str]) -> list[tuple[str, str]]:
    """What the client approved in processes about a piece of hardware, for who may retire it by such a decision."""
    if not visit.viewer.provider or "retire" not in (asset.get("allowed") or []) or not processes:
        return []
    wanted = Filter(status="approved", client_id=UUID(asset["client_id"]))
    found = await desk.every(visit, "decision", wanted)
    return [(one["id"], approved(one, visit.viewer)) for one in found if one["process_id"] in processes]


def in_order(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Sorted by name, the way people read them."""
    return sorted(pairs, key=lambda pair: alphabetical(pair[1]))
