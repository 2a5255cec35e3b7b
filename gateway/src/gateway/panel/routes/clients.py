"""The administrators' page of clients."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import page_route_class
from gateway.panel.page_services import PageServices
from gateway.view.queries import Filter


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
        body = {name: str(form[name]) for name in ("name", "language", "currency", "time_zone") if form.get(name)}
        try:
            reply = await context.send_command("/clients", body, form)
        except ApiError as error:
            return await _clients(context, dict(form), error)
        return redirect("/administration/clients", Flash("client.created", "client", reply.state["id"], reply.version))

    return router


async def administrator_context(services: PageServices, request: Request) -> PageContext:
    """Returns the context of an administrator's request; refuses `identity.role_missing`."""
    context = await services.load_context(request)
    context.caller.require("administrator")
    return context


async def _clients(context: PageContext, submitted: Json | None = None, error: ApiError | None = None) -> Response:
    found = await context.all_things("client", Filter())
    return await render_page(context, "clients.html", "clients", error=error, submitted=submitted, clients=found)
