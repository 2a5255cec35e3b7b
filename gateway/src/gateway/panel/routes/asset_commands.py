"""Sends the commands of an asset's page, and accepts its hand-overs."""

from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import page_route_class
from gateway.panel.page_services import PageServices
from gateway.panel.routes.form_options import read_options
from gateway.panel.routes.people_and_assets import render_asset
from gateway.panel.screens.asset_actions import ACTIONS, AssetAction
from gateway.panel.screens.asset_fields import body_of

_MOVES = {action.move: action for action in ACTIONS}


def asset_command_pages(services: PageServices) -> APIRouter:
    """Returns `POST /assets/{id}/{move}`, `/handovers/{id}`, and the route that accepts a hand-over."""
    router = APIRouter(route_class=page_route_class(services), include_in_schema=False)

    @router.get("/handovers/{id}")
    async def handover(request: Request, id: UUID) -> Response:
        context = await services.load_context(request)
        record = await context.thing("handover", id)
        return redirect(f"/assets/{record['asset_id']}#handovers-title")

    @router.post("/assets/{id}/handovers/{handover}")
    async def accept(request: Request, id: UUID, handover: UUID) -> Response:
        context, form = await services.load_context(request), await request.form()
        try:
            reply = await context.send_command(f"/handovers/{handover}/accept", {}, form)
        except ApiError as error:
            return await render_asset(context, id, error=error)
        return redirect(f"/assets/{id}", Flash("handover.done", "handover", str(handover), reply.version))

    @router.post("/assets/{id}/{move}")
    async def do(request: Request, id: UUID, move: str) -> Response:
        context, action, form = await services.load_context(request), _action(move), await request.form()
        try:
            body = await _body(context, id, action, dict(form))
            reply = await context.send_command(f"/assets/{id}/{move.replace('_', '-')}", body, form)
        except ApiError as error:
            return await render_asset(context, id, submitted_form=move, submitted=dict(form), error=error)
        return redirect(f"/assets/{id}", Flash("asset.moved", "asset", str(id), reply.version))

    return router


async def _body(context: PageContext, asset_id: UUID, action: AssetAction, form: Json) -> Json:
    asset = await context.thing("asset", asset_id)
    options = await read_options(context, asset["client_id"], {"person"} & set(action.fields))
    currency = (asset.get("price") or {}).get("currency") or context.viewer.currency_of(asset["client_id"])
    return body_of(action.fields, form, options, currency)


def _action(move: str) -> AssetAction:
    if move not in _MOVES:
        raise Refusal("http.not_found", "not_found")
    return _MOVES[move]
