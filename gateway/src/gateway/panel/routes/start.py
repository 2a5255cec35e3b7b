"""The start page."""

import asyncio

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.screens.start import start_page
from gateway.view.reading import Filter


def start_pages(desk: Desk) -> APIRouter:
    """`/`: what must I decide, what is happening, what is next and what will it cost."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/")
    async def start(request: Request) -> Response:
        visit = await desk.visit(request)
        found, decisions, processes = await asyncio.gather(
            desk.view.start(visit.reader),
            desk.listed(visit, "decision", Filter(open=True, next_side=visit.viewer.side), limit=10),
            desk.listed(visit, "process", Filter(open=True), limit=10),
        )
        context = start_page(orjson.loads(found), decisions.states, processes.states, visit.viewer)
        return await desk.page(visit, "start.html", "start", **context)

    return router
