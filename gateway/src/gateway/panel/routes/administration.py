"""What administrators see: the clients. Accounts and webhooks have files of their own."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.screens.problems import faults_of
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

Shown = dict[str, Any]


def administration_pages(desk: Desk) -> APIRouter:
    """`/administration/clients`."""
    router = APIRouter(prefix="/administration", route_class=pages_of(desk), include_in_schema=False)

    @router.get("/clients")
    async def clients(request: Request) -> Response:
        return await _clients(desk, await administrator(desk, request))

    @router.post("/clients")
    async def register(request: Request) -> Response:
        visit = await administrator(desk, request)
        form = await request.form()
        body = {name: str(form[name]) for name in ("name", "language", "currency", "time_zone") if form.get(name)}
        try:
            reply = await desk.command(visit, "/clients", body, form)
        except Refused as refused:
            return await _clients(desk, visit, dict(form), refused)
        return redirect("/administration/clients", Flash("client.created", "client", reply.state["id"], reply.version))

    return router


async def administrator(desk: Desk, request: Request) -> Visit:
    """The visit of an administrator; refuses everybody else."""
    visit = await desk.visit(request)
    visit.caller.require("administrator")
    return visit


async def _clients(desk: Desk, visit: Visit, typed: Shown | None = None, refused: Refused | None = None) -> Response:
    found = await desk.every(visit, "client", Filter())
    return await desk.page(
        visit, "clients.html", "clients", status=refused.status if refused else 200, refused=refused, clients=found,
        typed=typed or {}, wrong=faults_of(refused.facts, visit.texts) if refused else {},
    )  # fmt: skip
