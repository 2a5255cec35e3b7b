"""The administrators' page of clients: registering them and changing their settings."""

from typing import Annotated
from uuid import UUID

from babel import Locale
from contracts.gateway.commands import RegisterClient
from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.responses import Response

from calendars import countries
from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form
from gateway.panel.routes.form_options import sorted_by_name
from gateway.view.queries import Filter

router = APIRouter(prefix="/administration", route_class=PageRoute, include_in_schema=False)
_NEW: Json = RegisterClient.model_construct(name="").model_dump()


async def _administrator(context: Context) -> PageContext:
    context.caller.require("administrator")
    return context


Administrator = Annotated[PageContext, Depends(_administrator)]
"""The context of an administrator's request; everybody else is refused with `identity.role_missing`."""


@router.get("/clients")
async def clients(context: Administrator, change: UUID | None = None) -> Response:
    return await _clients(context, change)


@router.post("/clients")
async def register(context: Administrator, form: Form) -> Response:
    return await _save(context, None, form)


@router.post("/clients/{id}")
async def change(context: Administrator, id: UUID, form: Form) -> Response:
    return await _save(context, id, form)


async def _save(context: PageContext, client: UUID | None, form: FormData) -> Response:
    body = {name: str(form[name]) for name in _NEW if form.get(name)}
    path, method = (f"/clients/{client}", "PATCH") if client else ("/clients", "POST")
    try:
        reply = await context.send_command(path, body, form, method=method)
    except ApiError as error:
        return await _clients(context, client, _NEW | dict(form), error)
    flash = Flash("client.saved" if client else "client.created", "client", reply.state["id"], reply.version)
    return redirect("/administration/clients", flash)


async def _clients(
    context: PageContext, change: UUID | None, submitted: Json | None = None, error: ApiError | None = None
) -> Response:
    """Returns the page with one form: for the client to change, which is the reader's own at a client, or for a new one."""
    found = await context.all_things("client", Filter())
    changed = next((one for one in found if one["id"] == str(change) or not context.viewer.provider), None)
    names = Locale(context.viewer.language).territories
    return await render_page(
        context, "clients.html", "clients", error=error, submitted=submitted, clients=found, changed=changed,
        values=submitted or changed or _NEW, countries=sorted_by_name((code, names[code]) for code in countries()),
    )  # fmt: skip
