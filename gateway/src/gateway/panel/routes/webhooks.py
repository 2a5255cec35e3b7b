"""The administrators' page of webhooks; a secret is shown once, when its webhook is created."""

import secrets
from base64 import b64encode
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Form
from gateway.panel.routes.clients import Administrator
from gateway.view.queries import Filter

TYPES = ("*", "tickets.*", "processes.*", "assets.*")


router = APIRouter(prefix="/administration/webhooks", route_class=PageRoute, include_in_schema=False)


@router.get("")
async def webhooks(context: Administrator) -> Response:
    return await _render(context)


@router.post("")
async def subscribe(context: Administrator, form: Form) -> Response:
    client = str(form.get("client") or "") or None
    try:
        reply = await context.send_command("/webhooks", _body(form), form, client=client)
    except ApiError as error:
        return await _render(context, {**dict(form), "types": form.getlist("types")}, error)
    await context.wait_until_shown("webhook", reply.state["id"], reply.version)
    # Not a redirect, because the secret is never shown again.
    return await _render(context, created_secret=str(form.get("secret")))


@router.post("/{id}/disable")
async def disable(context: Administrator, id: UUID, form: Form) -> Response:
    try:
        reply = await context.send_command(f"/webhooks/{id}/disable", {}, form)
    except ApiError as error:
        return await _render(context, None, error)
    return redirect("/administration/webhooks", Flash("webhook.disabled", "webhook", str(id), reply.version))


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
