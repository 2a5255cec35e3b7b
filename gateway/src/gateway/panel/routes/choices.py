"""What can be chosen in forms that name people, hardware or models."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from gateway.panel.collation import alphabetical
from gateway.panel.desk import Desk
from gateway.panel.formats import money
from gateway.panel.screens.decisions import approved, permits
from gateway.panel.screens.forms import Options
from gateway.panel.screens.lists import client_of
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

Shown = dict[str, Any]


async def options_of(desk: Desk, visit: Visit, client: str, kinds: Collection[str]) -> Options:
    """The people, hardware or models of a client (of all one may see, if none is named), as (id, name).

    `kinds`: what is asked for; nothing else is looked up. `model_shown` are the models as they are shown to be chosen.
    """
    wanted = Filter(open=True, client_id=client_of(client, visit.viewer))
    asked = [kind for kind in _NAMED if kind in kinds]
    found = await asyncio.gather(*(desk.every(visit, kind, wanted) for kind in asked))
    options: dict[str, list[tuple[str, str]]] = {}
    for kind, some in zip(asked, found, strict=True):
        options[kind] = in_order((one["id"], _NAMED[kind](one)) for one in some)
        if kind == "model":
            options["model_shown"] = in_order((one["id"], _described(one, visit)) for one in some)
    return options


def kinds_in(definitions: Iterable[Shown]) -> frozenset[str]:
    """The kinds of things that the fields of a form ask for."""
    return frozenset(one["type"] for one in definitions) & _NAMED.keys()


def _model(one: Shown) -> str:
    return f"{one['manufacturer']} {one['name']}"


def _described(one: Shown, visit: Visit) -> str:
    """A model as it is chosen: with its kind and what it costs, so that a monitor is not taken for a laptop."""
    known = [visit.texts("category." + one["category"])]
    if one.get("price"):
        known.append(money(one["price"], visit.viewer))
    return f"{_model(one)} ({', '.join(known)})"


async def decisions_about(desk: Desk, visit: Visit, asset: Shown, processes: set[str]) -> list[tuple[str, str]]:
    """The decisions taken in processes about a piece of hardware that allow it to be retired, for who may do so."""
    if not visit.viewer.provider or "retire" not in (asset.get("allowed") or []):
        return []
    wanted = [Filter(status="approved", linked_to=UUID(process)) for process in sorted(processes)]
    found = await asyncio.gather(*(desk.listed(visit, "decision", one) for one in wanted))
    decisions = [one for page in found for one in page.states if permits(one, "retire", asset["id"])]
    return [(one["id"], approved(one, visit.viewer)) for one in decisions]


def in_order(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Sorted by name, the way people read them."""
    return sorted(pairs, key=lambda pair: alphabetical(pair[1]))


_NAMED: Mapping[str, Callable[[Shown], str]] = {
    "person": lambda one: str(one["name"]),
    "asset": lambda one: f"{one['tag']} {one['name']}",
    "model": _model,
}
"""What forms name, and by what name."""
