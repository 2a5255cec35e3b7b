"""What one can do with a piece of hardware from its page, and accepting its hand-over."""

from typing import Any
from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.routes.choices import options_of
from gateway.panel.routes.register import asset_answer
from gateway.panel.screens.asset_actions import AssetAction, action_called
from gateway.panel.screens.asset_fields import body_of
from gateway.panel.visit import Visit

Shown = dict[str, Any]


def asset_command_pages(desk: Desk) -> APIRouter:
    """`POST /assets/{id}/{move}`, `/handovers/{id}` and accepting it."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/handovers/{id}")
    async def handover(request: Request, id: UUID) -> Response:
        one = await desk.one(await desk.visit(request), "handover", id)
        return redirect(f"/assets/{one['asset_id']}#handovers-title")

    @router.post("/assets/{id}/handovers/{handover}")
    async def accept(request: Request, id: UUID, handover: UUID) -> Response:
        visit, form = await desk.visit(request), await request.form()
        try:
            reply = await desk.command(visit, f"/handovers/{handover}/accept", {}, form)
        except Refused as refused:
            return await asset_answer(desk, visit, id, refused=refused)
        return redirect(f"/assets/{id}", Flash("handover.done", "handover", str(handover), reply.version))

    @router.post("/assets/{id}/{move}")
    async def do(request: Request, id: UUID, move: str) -> Response:
        visit, action, form = await desk.visit(request), _action(move), await request.form()
        try:
            body = await _body(desk, visit, id, action, dict(form))
            reply = await desk.command(visit, f"/assets/{id}/{move.replace('_', '-')}", body, form)
        except Refused as refused:
            return await asset_answer(desk, visit, id, typed_for=move, typed=dict(form), refused=refused)
        return redirect(f"/assets/{id}", Flash("asset.moved", "asset", str(id), reply.version))

    return router


async def _body(desk: Desk, visit: Visit, asset_id: UUID, action: AssetAction, form: Shown) -> Shown:
    one = await desk.one(visit, "asset", asset_id)
    options = await options_of(desk, visit, one["client_id"], {"person"} & set(action.fields))
    currency = (one.get("price") or {}).get("currency") or visit.viewer.currency_of(one["client_id"])
    return body_of(action.fields, form, options, currency)


def _action(move: str) -> AssetAction:
    action = action_called(move)
    if action is None:
        raise Refusal("http.not_found", "not_found")
    return action
