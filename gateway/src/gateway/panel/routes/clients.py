"""The administrators' page of clients: registering them and changing their settings."""

from uuid import UUID

from babel import Locale
from contracts.gateway.commands import RegisterClient
from fastapi import APIRouter, Request
from starlette.responses import Response

from calendars import countries
from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import page_route_class
from gateway.panel.page_services import PageServices
from gateway.panel.routes.form_options import sorted_by_name
from gateway.view.queries import Filter

_NEW: Json = RegisterClient.model_construct(name="").model_dump()


def client_pages(services: PageServices) -> APIRouter:
    """Returns the routes at `/administration/clients`."""
    router = APIRouter(prefix="/administration", route_class=page_route_class(services), include_in_schema=False)

    @router.get("/clients")
    async def clients(request: Request, change: UUID | None = None) -> Response:
        return await _clients(await administrator_context(services, request), change)

    @router.post("/clients")
    async def register(request: Request) -> Response:
        return await _save(await administrator_context(services, request), None)

    @router.post("/clients/{id}")
    async def change(request: Request, id: UUID) -> Response:
        return await _save(await administrator_context(services, request), id)

    return router


async def administrator_context(services: PageServices, request: Request) -> PageContext:
    """Returns the context of an administrator's request; refuses `identity.role_missing`."""
    context = await services.load_context(request)
    context.caller.require("administrator")
    return context


async def _save(context: PageContext, client: UUID | None) -> Response:
    form = await context.request.form()
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
