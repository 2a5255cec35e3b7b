"""The start page."""

import asyncio
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.screens.start import start_page
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

Shown = dict[str, Any]
_MOST = 10


def start_pages(desk: Desk) -> APIRouter:
    """`/`: what must I decide, what is happening, what is next and what will it cost."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/")
    async def start(request: Request) -> Response:
        visit = await desk.visit(request)
        found, decisions, processes, handovers = await asyncio.gather(
            desk.view.start_page(visit.reader),
            desk.listed(visit, "decision", Filter(open=True, next_side=visit.viewer.side), limit=10),
            desk.listed(visit, "process", Filter(open=True), limit=10),
            _handovers(desk, visit),
        )
        context = start_page(orjson.loads(found), decisions.states, processes.states, visit.viewer, handovers)
        return await desk.page(visit, "start.html", "start", **context)

    return router


async def _handovers(desk: Desk, visit: Visit) -> list[Shown]:
    """What the visitor was given and has not said to have; after it what they may accept for others of their company."""
    own, others = await asyncio.gather(_own_handovers(desk, visit), _of_others(desk, visit))
    known = {one["id"] for one in own}
    return [*own, *(one for one in others if one["id"] not in known)]


async def _own_handovers(desk: Desk, visit: Visit) -> list[Shown]:
    """By the names of what was given."""
    person = visit.caller.account.person_id
    if person is None:
        return []
    records, assets = await asyncio.gather(
        desk.listed(visit, "handover", Filter(linked_to=person, next_side="client"), limit=_MOST),
        desk.listed(visit, "asset", Filter(linked_to=person), limit=100),
    )
    names = {asset["id"]: asset["name"] for asset in assets.states}
    return [{**one, "asset_name": names.get(one["asset_id"], "")} for one in records.states]


async def _of_others(desk: Desk, visit: Visit) -> list[Shown]:
    if not visit.viewer.decides:
        return []
    return (await desk.listed(visit, "handover", Filter(next_side="client"), limit=_MOST)).states
