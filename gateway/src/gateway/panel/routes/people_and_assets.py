"""The pages of people and assets: the lists, and each with everything linked to it."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import page_route_class
from gateway.panel.page_services import PageServices
from gateway.panel.routes.form_options import read_options, retirement_decisions
from gateway.panel.screens.asset_actions import asks_for_person
from gateway.panel.screens.lists import filter_from_query, list_variables
from gateway.panel.screens.people_and_assets import (
    action_forms,
    asset_page,
    handover_line,
    person_page,
    register_row,
    retirement_hint,
)
from gateway.panel.screens.processes import process_row
from gateway.view.queries import Filter


def people_and_asset_pages(services: PageServices) -> APIRouter:
    """Returns the routes at `/people` and `/assets`, except commands and the forms of the register."""
    router = APIRouter(route_class=page_route_class(services), include_in_schema=False)

    @router.get("/people")
    async def people(request: Request) -> Response:
        return await _list(await services.load_context(request), "people", "person")

    @router.get("/assets")
    async def assets(request: Request) -> Response:
        return await _list(await services.load_context(request), "assets", "asset")

    @router.get("/people/{id}")
    async def person(request: Request, id: UUID) -> Response:
        context = await services.load_context(request)
        variables = person_page(await context.thing("person", id), context.texts, context.viewer)
        return await render_page(context, "person.html", "people", processes=await _processes(context, id), **variables)

    @router.get("/assets/{id}")
    async def asset(request: Request, id: UUID) -> Response:
        return await render_asset(await services.load_context(request), id)

    return router


async def _list(context: PageContext, name: str, kind: str) -> Response:
    query = dict(context.request.query_params)
    filters = filter_from_query(name, query, context.viewer)
    found = await context.things_page(kind, filters, query.get("cursor"), 50)
    rows = [register_row(state, context.viewer) for state in found.states]
    variables = list_variables(name, f"/{name}", query, found.next, found.total)
    return await render_page(context, f"{name}.html", name, rows=rows, **variables)


async def _processes(context: PageContext, thing_id: UUID) -> list[Json]:
    found = await context.things_page("process", Filter(linked_to=thing_id), limit=20)
    return [process_row(state, context.viewer) for state in found.states]


async def render_asset(
    context: PageContext, asset_id: UUID, *, submitted_form: str | None = None, submitted: Json | None = None,
    error: ApiError | None = None,
) -> Response:  # fmt: skip
    """Renders the page of an asset; after an error the submitted form is open and holds what was submitted."""
    asset = await context.thing("asset", asset_id)
    records, processes, options = await asyncio.gather(
        context.things_page("handover", Filter(linked_to=asset_id), limit=20),
        _processes(context, asset_id),
        read_options(context, asset["client_id"], {"person"} if asks_for_person(asset) else ()),
    )
    running = {str(line["process"]["id"]) for line in processes}
    options = {**options, "decision": await retirement_decisions(context, asset, running)}
    actions = action_forms(asset, context.texts, options, submitted_form, submitted or {}, context.field_errors(error))
    return await render_page(
        context, "asset.html", "assets", error=error, submitted=submitted, submitted_form=submitted_form,
        processes=processes, handovers=[handover_line(state, context.viewer) for state in records.states],
        actions=actions, retirement_hint=retirement_hint(asset, context.viewer, options),
        **asset_page(asset, context.texts, context.viewer),
    )  # fmt: skip
