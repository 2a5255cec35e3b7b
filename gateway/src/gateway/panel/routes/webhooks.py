"""Webhooks: which tools get a client's events. For administrators; the secret is shown once, when it is made."""

import secrets
from base64 import b64encode
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.routes.administration import administrator
from gateway.panel.screens.problems import faults_of
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

Shown = dict[str, Any]
TYPES = ("*", "tickets.*", "processes.*", "assets.*")


def webhook_pages(desk: Desk) -> APIRouter:
    """`/administration/webhooks` and below."""
    router = APIRouter(prefix="/administration/webhooks", route_class=pages_of(desk), include_in_schema=False)

    @router.get("")
    async def webhooks(request: Request) -> Response:
        return await _answer(desk, await administrator(desk, request))

    @router.post("")
    async def subscribe(request: Request) -> Response:
        visit = await administrator(desk, request)
        form = await request.form()
        client = str(form.get("client") or "") or None
        try:
            reply = await desk.command(visit, "/webhooks", _body(form), form, client=client)
        except Refused as refused:
            return await _answer(desk, visit, {**dict(form), "types": form.getlist("types")}, refused)
        await desk.shown(visit, "webhook", reply.state["id"], reply.version)
        # Not a redirect: nobody shows the secret again.
        return await _answer(desk, visit, made=str(form.get("secret")))

    @router.post("/{id}/disable")
    async def disable(request: Request, id: UUID) -> Response:
        visit = await administrator(desk, request)
        try:
            reply = await desk.command(visit, f"/webhooks/{id}/disable", {}, await request.form())
        except Refused as refused:
            return await _answer(desk, visit, None, refused)
        return redirect("/administration/webhooks", Flash("webhook.disabled", "webhook", str(id), reply.version))

    return router


def _body(form: FormData) -> Shown:
    return {
        "url": str(form.get("url") or ""),
        "secret": str(form.get("secret") or ""),
        "types": [str(one) for one in form.getlist("types")],
    }


def new_secret() -> str:
    """A key as Standard Webhooks writes it."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


async def _answer(
    desk: Desk, visit: Visit, typed: Shown | None = None, refused: Refused | None = None, made: str | None = None
) -> Response:
    found = await desk.every(visit, "webhook", Filter())
    return await desk.page(
        visit, "webhooks.html", "webhooks", status=refused.status if refused else 200, refused=refused,
        webhooks=found, secret=new_secret(), made=made, typed=typed or {"types": ["*"]}, types=TYPES,
        wrong=faults_of(refused.facts, visit.texts) if refused else {},
    )  # fmt: skip
