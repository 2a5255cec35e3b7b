"""The start page: decisions to take, what is happening, what comes next, and what it costs."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context
from gateway.panel.screens.start import start_page
from gateway.view.queries import Filter

_LIMIT = 10


router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/")
async def start(context: Context) -> Response:
    data, decisions, processes, handovers = await asyncio.gather(
        context.start_data(),
        context.things_page("decision", Filter(open=True, next_side=context.viewer.side), limit=_LIMIT),
        context.things_page("process", Filter(open=True), limit=_LIMIT),
        _handovers(context),
    )
    variables = start_page(data, decisions.states, processes.states, context.viewer, handovers)
    return await render_page(context, "start.html", "start", **variables)


async def _handovers(context: PageContext) -> list[Json]:
    """Returns the hand-overs to the viewer that await acceptance, then those the viewer may accept for others."""
    own, others = await asyncio.gather(_own_handovers(context), _handovers_of_others(context))
    own_ids = {record["id"] for record in own}
    return [*own, *(record for record in others if record["id"] not in own_ids)]


async def _own_handovers(context: PageContext) -> list[Json]:
    """Returns the hand-overs to the viewer, with the names of their assets."""
    person = context.caller.account.person_id
    if person is None:
        return []
    records, assets = await asyncio.gather(
        context.things_page("handover", Filter(linked_to=person, next_side="client"), limit=_LIMIT),
        context.things_page("asset", Filter(linked_to=person), limit=100),
    )
    names = {asset["id"]: asset["name"] for asset in assets.states}
    return [{**record, "asset_name": names.get(record["asset_id"], "")} for record in records.states]


async def _handovers_of_others(context: PageContext) -> list[Json]:
    if context.viewer.provider:
        return []
    found = await context.things_page("handover", Filter(next_side="client"), limit=_LIMIT)
    return [record for record in found.states if "accept" in (record.get("allowed") or ())]
