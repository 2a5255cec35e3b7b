"""Reads the options of forms that refer to people, assets or models."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from gateway.json_object import Json
from gateway.panel.collation import polish_sort_key
from gateway.panel.formats import money
from gateway.panel.page_context import PageContext
from gateway.panel.screens.decisions import decision_line, permits_move
from gateway.panel.screens.form_fields import Options
from gateway.panel.screens.lists import known_client
from gateway.view.queries import Filter


async def read_options(context: PageContext, client: str, kinds: Collection[str]) -> Options:
    """Returns the things of these kinds as pairs of id and name: the client's, or all that the viewer may see.

    `model_shown` holds the models with their category and price, as forms show them.
    """
    filters = Filter(open=True, client_id=known_client(client, context.viewer))
    read = [kind for kind in _OPTION_NAMES if kind in kinds]
    found = await asyncio.gather(*(context.all_things(kind, filters) for kind in read))
    options: dict[str, list[tuple[str, str]]] = {}
    for kind, things in zip(read, found, strict=True):
        options[kind] = sorted_by_name((thing["id"], _OPTION_NAMES[kind](thing)) for thing in things)
        if kind == "model":
            options["model_shown"] = sorted_by_name(
                (model["id"], _model_with_price(model, context)) for model in things
            )
    return options


def reference_kinds(definitions: Iterable[Json]) -> frozenset[str]:
    """Returns the kinds of things that the fields of a form refer to."""
    return frozenset(definition["type"] for definition in definitions) & _OPTION_NAMES.keys()


def _model_name(model: Json) -> str:
    return f"{model['manufacturer']} {model['name']}"


def _model_with_price(model: Json, context: PageContext) -> str:
    """Returns a model's name with its category and price, so that a monitor is not taken for a laptop."""
    details = [context.texts("category." + model["category"])]
    if model.get("price"):
        details.append(money(model["price"], context.viewer))
    return f"{_model_name(model)} ({', '.join(details)})"


async def retirement_decisions(context: PageContext, asset: Json, processes: set[str]) -> list[tuple[str, str]]:
    """Returns the decisions of these processes that allow the asset's retirement, if the viewer may retire it."""
    if not context.viewer.provider or "retire" not in (asset.get("allowed") or []):
        return []
    filters = [Filter(status="approved", linked_to=UUID(process)) for process in sorted(processes)]
    pages = await asyncio.gather(*(context.things_page("decision", one) for one in filters))
    decisions = [state for page in pages for state in page.states if permits_move(state, "retire", asset["id"])]
    return [(decision["id"], decision_line(decision, context.viewer)) for decision in decisions]


def sorted_by_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Returns the pairs sorted by name, in the order of the Polish alphabet."""
    return sorted(pairs, key=lambda pair: polish_sort_key(pair[1]))


_OPTION_NAMES: Mapping[str, Callable[[Json], str]] = {
    "person": lambda person: str(person["name"]),
    "asset": lambda asset: f"{asset['tag']} {asset['name']}",
    "model": _model_name,
}
"""The kinds that forms refer to, and the name of an option."""
