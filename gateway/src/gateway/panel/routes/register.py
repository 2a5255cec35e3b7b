"""People and hardware: lists and cards."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.own_api import Refused
from gateway.panel.routes.choices import decisions_about, options_of
from gateway.panel.screens.asset_actions import names_people
from gateway.panel.screens.lists import filter_of, list_page
from gateway.panel.screens.problems import faults_of
from gateway.panel.screens.processes import process_row
from gateway.panel.screens.register import action_forms, asset_page, handover_line, person_page, retirement, row
from gateway.panel.visit import Visit
from gateway.view.queries import Filter


def register_pages(desk: Desk) -> APIRouter:
    """`/people`, `/assets` and below."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/people")
    async def people(request: Request) -> Response:
        return await _list(desk, await desk.visit(request), "people", "person")

    @router.get("/assets")
    async def assets(request: Request) -> Response:
        return await _list(desk, await desk.visit(request), "assets", "asset")

    @router.get("/people/{id}")
    async def person(request: Request, id: UUID) -> Response:
        visit = await desk.visit(request)
        one = await desk.one(visit, "person", id)
        context = person_page(one, visit.texts, visit.viewer)
        return await desk.page(visit, "person.html", "people", processes=await _processes(desk, visit, id), **context)

    @router.get("/assets/{id}")
    async def asset(request: Request, id: UUID) -> Response:
        return await asset_answer(desk, await desk.visit(request), id)

    return router


async def _list(desk: Desk, visit: Visit, name: str, kind: str) -> Response:
    query = dict(visit.request.query_params)
    wanted = filter_of(name, query, visit.viewer)
    found = await desk.listed(visit, kind, wanted, query.get("cursor"), 50)
    rows = [row(state, visit.viewer) for state in found.states]
    context = list_page(name, f"/{name}", query, found.next, found.total)
    return await desk.page(visit, f"{name}.html", name, rows=rows, **context)


async def _processes(desk: Desk, visit: Visit, thing_id: UUID) -> list[dict[str, Any]]:
    found = await desk.listed(visit, "process", Filter(linked_to=thing_id), limit=20)
    return [process_row(state, visit.viewer) for state in found.states]


async def asset_answer(
    desk: Desk, visit: Visit, asset_id: UUID, *, typed_for: str | None = None, typed: dict[str, Any] | None = None,
    refused: Refused | None = None,
) -> Response:  # fmt: skip
    """The page of a piece of hardware; after a refusal with what was typed in the form it was typed in."""
    one = await desk.one(visit, "asset", asset_id)
    records, processes, options = await asyncio.gather(
        desk.listed(visit, "handover", Filter(linked_to=asset_id), limit=20),
        _processes(desk, visit, asset_id),
        options_of(desk, visit, one["client_id"], {"person"} if names_people(one, visit.viewer) else ()),
    )
    running = {str(line["process"]["id"]) for line in processes}
    options = {**options, "decision": await decisions_about(desk, visit, one, running)}
    wrong = faults_of(refused.facts, visit.texts) if refused else {}
    actions = action_forms(one, visit.texts, visit.viewer, options, typed_for, typed or {}, wrong)
    return await desk.page(
        visit, "asset.html", "assets", status=refused.status if refused else 200, refused=refused, processes=processes,
        handovers=[handover_line(state, visit.viewer) for state in records.states], actions=actions,
        typed=typed or {}, typed_for=typed_for, retirement=retirement(one, visit.viewer, options),
        **asset_page(one, visit.texts, visit.viewer),
    )  # fmt: skip
