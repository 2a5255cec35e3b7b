"""The administrators' page of clients: registering them and changing their settings."""

from uuid import UUID

from babel import Locale
from contracts.gateway.commands import RegisterClient
from fastapi import APIRouter, Request
from starlette.datastructures import FormData
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
    async def clients(request: Request) -> Response:
        return await _clients(await administrator_context(services, request))

    @router.post("/clients")
    async def register(request: Request) -> Response:
        context = await administrator_context(services, request)
        form = await request.form()
        try:
            reply = await context.send_command("/clients", _body(form), form)
        except ApiError as error:
            return await _clients(context, _NEW | dict(form), error)
        return redirect("/administration/clients", Flash("client.created", "client", reply.state["id"], reply.version))

    @router.post("/clients/{id}")
    async def change(request: Request, id: UUID) -> Response:
        context = await administrator_context(services, request)
        form = await request.form()
        try:
            reply = await context.send_command(f"/clients/{id}", _body(form), form, method="PATCH")
        except ApiError as error:
            return await _clients(context, _NEW | dict(form), error, changed=str(id))
        return redirect("/administration/clients", Flash("client.saved", "client", str(id), reply.version))

    return router


async def administrator_context(services: PageServices, request: Request) -> PageContext:
    """Returns the context of an administrator's request; refuses `identity.role_missing`."""
    context = await services.load_context(request)
    context.caller.require("administrator")
    return context


def _body(form: FormData) -> Json:
    return {name: str(form[name]) for name in _NEW if form.get(name)}


async def _clients(
    context: PageContext, submitted: Json | None = None, error: ApiError | None = None, changed: str = ""
) -> Response:
    found = await context.all_things("client", Filter())
    names = Locale(context.viewer.language).territories
    return await render_page(
        context, "clients.html", "clients", error=error, submitted=submitted, clients=found,
        changed=changed, new=_NEW if changed else submitted or _NEW,
        countries=sorted_by_name((code, names[code]) for code in countries()),
    )  # fmt: skip
