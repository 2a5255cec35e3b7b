"""What administrators see: clients and accounts."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.identity.rules import CLIENT_ROLES, PROVIDER_ROLES
from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk, Visit
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.screens.problems import faults_of
from gateway.view.reading import Filter

Shown = dict[str, Any]
_ORDER = ("requester", "decider", "technician", "coordinator", "administrator")


def administration_pages(desk: Desk) -> APIRouter:
    """`/administration/clients` and `/administration/accounts`."""
    router = APIRouter(prefix="/administration", route_class=pages_of(desk), include_in_schema=False)

    @router.get("/clients")
    async def clients(request: Request) -> Response:
        return await _clients(desk, await _administrator(desk, request))

    @router.post("/clients")
    async def register(request: Request) -> Response:
        visit = await _administrator(desk, request)
        form = await request.form()
        body = {name: str(form[name]) for name in ("name", "language", "currency", "time_zone") if form.get(name)}
        try:
            reply = await desk.command(visit, "/clients", body, form)
        except Refused as refused:
            return await _clients(desk, visit, dict(form), refused)
        return redirect("/administration/clients", Flash("client.created", "client", reply.state["id"], reply.version))

    @router.get("/accounts")
    async def accounts(request: Request) -> Response:
        return await _accounts(desk, await _administrator(desk, request))

    @router.post("/accounts")
    async def create(request: Request) -> Response:
        visit = await _administrator(desk, request)
        form = await request.form()
        try:
            reply = await desk.command(visit, "/accounts", _new_account(visit, form), form)
        except Refused as refused:
            typed = {**dict(form), "roles": form.getlist("roles")}
            return await _accounts(desk, visit, typed, refused)
        made = reply.state["id"]
        return redirect("/administration/accounts", Flash("account.created", "account", made, reply.version))

    @router.post("/accounts/{id}")
    async def change(request: Request, id: UUID) -> Response:
        visit = await _administrator(desk, request)
        form = await request.form()
        try:
            body = {"active": form.get("active") == "true"}
            reply = await desk.command(visit, f"/accounts/{id}", body, form, method="PATCH")
        except Refused as refused:
            return await _accounts(desk, visit, None, refused)
        return redirect("/administration/accounts", Flash("account.saved", "account", str(id), reply.version))

    return router


async def _administrator(desk: Desk, request: Request) -> Visit:
    visit = await desk.visit(request)
    visit.signed_in.require("administrator")
    return visit


def _new_account(visit: Visit, form: FormData) -> Shown:
    """A provider's administrator makes accounts of either side, a client's those of its own company."""
    client = str(form.get("client") or "")
    side = "client" if client or not visit.viewer.provider else "provider"
    body: Shown = {name: str(form.get(name) or "") for name in ("email", "name", "password")}
    body |= {"side": side, "roles": form.getlist("roles"), "language": visit.viewer.language}
    return {**body, "client": client} if client else body | ({"every_client": True} if side == "provider" else {})


async def _clients(desk: Desk, visit: Visit, typed: Shown | None = None, refused: Refused | None = None) -> Response:
    found = await desk.listed(visit, "client", Filter(), limit=500)
    return await desk.page(
        visit, "clients.html", "clients", status=refused.status if refused else 200, refused=refused, clients=found.states,
        typed=typed or {}, wrong=faults_of(refused.facts, visit.texts) if refused else {},
    )  # fmt: skip


async def _accounts(desk: Desk, visit: Visit, typed: Shown | None = None, refused: Refused | None = None) -> Response:
    found = await desk.listed(visit, "account", Filter(), limit=500)
    roles = CLIENT_ROLES | PROVIDER_ROLES if visit.viewer.provider else CLIENT_ROLES
    return await desk.page(
        visit, "accounts.html", "accounts", status=refused.status if refused else 200, refused=refused,
        accounts=sorted(found.states, key=lambda one: str(one["name"]).casefold()),
        roles=[role for role in _ORDER if role in roles], typed=typed or {},
        wrong=faults_of(refused.facts, visit.texts) if refused else {},
    )  # fmt: skip
