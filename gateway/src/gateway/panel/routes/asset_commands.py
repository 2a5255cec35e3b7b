"""Sends the commands of an asset's page, and accepts its hand-overs."""

from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form
from gateway.panel.routes.form_options import read_options
from gateway.panel.routes.people_and_assets import render_asset
from gateway.panel.screens.asset_actions import ACTIONS, AssetAction
from gateway.panel.screens.asset_fields import body_of

_MOVES = {action.move: action for action in ACTIONS}


router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/handovers/{id}")
async def handover(context: Context, id: UUID) -> Response:
    record = await context.thing("handover", id)
    return redirect(f"/assets/{record['asset_id']}#handovers-title")


@router.post("/assets/{id}/handovers/{handover}")
async def accept(context: Context, id: UUID, handover: UUID, form: Form) -> Response:
    try:
        reply = await context.send_command(f"/handovers/{handover}/accept", {}, form)
    except ApiError as error:
        return await render_asset(context, id, error=error)
    return redirect(f"/assets/{id}", Flash("handover.done", "handover", str(handover), reply.version))


@router.post("/assets/{id}/{move}")
async def do(context: Context, id: UUID, move: str, form: Form) -> Response:
    action = _action(move)
    try:
        body = await _body(context, id, action, dict(form))
        reply = await context.send_command(f"/assets/{id}/{move.replace('_', '-')}", body, form)
    except ApiError as error:
        return await render_asset(context, id, submitted_form=move, submitted=dict(form), error=error)
    return redirect(f"/assets/{id}", Flash("asset.moved", "asset", str(id), reply.version))


async def _body(context: PageContext, asset_id: UUID, action: AssetAction, form: Json) -> Json:
    asset = await context.thing("asset", asset_id)
    options = await read_options(context, asset["client_id"], {"person"} & set(action.fields))
    currency = (asset.get("price") or {}).get("currency") or context.viewer.currency_of(asset["client_id"])
    return body_of(action.fields, form, options, currency)


def _action(move: str) -> AssetAction:
    if move not in _MOVES:
        raise Refusal("http.not_found", "not_found")
    return _MOVES[move]
