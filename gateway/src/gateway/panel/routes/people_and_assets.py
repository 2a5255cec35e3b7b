"""The pages of people and assets: the lists, and each with everything linked to it."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context
from gateway.panel.routes.form_options import read_options, retirement_decisions
from gateway.panel.routes.lists import render_list
from gateway.panel.screens.asset_actions import asks_for_person
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

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/people")
async def people(context: Context) -> Response:
    return await render_list(context, "people", "person", register_row)


@router.get("/assets")
async def assets(context: Context) -> Response:
    return await render_list(context, "assets", "asset", register_row)


@router.get("/people/{id}")
async def person(context: Context, id: UUID) -> Response:
    variables = person_page(await context.thing("person", id), context.texts, context.viewer)
    return await render_page(context, "person.html", "people", processes=await _processes(context, id), **variables)


@router.get("/assets/{id}")
async def asset(context: Context, id: UUID) -> Response:
    return await render_asset(context, id)


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
