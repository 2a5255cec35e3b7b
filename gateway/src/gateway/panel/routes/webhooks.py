"""The administrators' page of webhooks; a secret is shown once, when its webhook is created."""

import secrets
from base64 import b64encode
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import page_route_class
from gateway.panel.page_services import PageServices
from gateway.panel.routes.clients import administrator_context
from gateway.view.queries import Filter

TYPES = ("*", "tickets.*", "processes.*", "assets.*")


def webhook_pages(services: PageServices) -> APIRouter:
    """Returns the routes at `/administration/webhooks`."""
    router = APIRouter(
        prefix="/administration/webhooks", route_class=page_route_class(services), include_in_schema=False
    )

    @router.get("")
    async def webhooks(request: Request) -> Response:
        return await _render(await administrator_context(services, request))

    @router.post("")
    async def subscribe(request: Request) -> Response:
        context = await administrator_context(services, request)
        form = await request.form()
        client = str(form.get("client") or "") or None
        try:
            reply = await context.send_command("/webhooks", _body(form), form, client=client)
        except ApiError as error:
            return await _render(context, {**dict(form), "types": form.getlist("types")}, error)
        await context.wait_until_shown("webhook", reply.state["id"], reply.version)
        # Not a redirect, because the secret is never shown again.
        return await _render(context, created_secret=str(form.get("secret")))

    @router.post("/{id}/disable")
    async def disable(request: Request, id: UUID) -> Response:
        context = await administrator_context(services, request)
        try:
            reply = await context.send_command(f"/webhooks/{id}/disable", {}, await request.form())
        except ApiError as error:
            return await _render(context, None, error)
        return redirect("/administration/webhooks", Flash("webhook.disabled", "webhook", str(id), reply.version))

    return router


def _body(form: FormData) -> Json:
    return {
        "url": str(form.get("url") or ""),
        "secret": str(form.get("secret") or ""),
        "types": [str(one) for one in form.getlist("types")],
    }


def new_secret() -> str:
    """Returns a new key in the format of Standard Webhooks."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


async def _render(
    context: PageContext,
    submitted: Json | None = None,
    error: ApiError | None = None,
    created_secret: str | None = None,
) -> Response:
    return await render_page(
        context, "webhooks.html", "webhooks", error=error, submitted=submitted or {"types": ["*"]}, types=TYPES,
        webhooks=await context.all_things("webhook", Filter()), secret=new_secret(), created_secret=created_secret,
    )  # fmt: skip
