"""What administrators see: the accounts, and how one is made, closed, and given a new password."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.identity.account_permissions import CLIENT_ROLES, PROVIDER_ROLES
from gateway.panel.answering import pages_of
from gateway.panel.collation import alphabetical
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.routes.administration import administrator
from gateway.panel.routes.choices import in_order
from gateway.panel.screens.problems import faults_of
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

Shown = dict[str, Any]
_ORDER = ("requester", "decider", "technician", "coordinator", "administrator")


def login_pages(desk: Desk) -> APIRouter:
    """`/administration/accounts`."""
    router = APIRouter(prefix="/administration", route_class=pages_of(desk), include_in_schema=False)

    @router.get("/accounts")
    async def accounts(request: Request) -> Response:
        return await _accounts(desk, await administrator(desk, request))

    @router.post("/accounts")
    async def create(request: Request) -> Response:
        visit = await administrator(desk, request)
        form = await request.form()
        try:
            reply = await desk.command(visit, "/accounts", _new_account(visit, form), form)
        except Refused as refused:
            typed = {**dict(form), "roles": form.getlist("roles")}
            return await _accounts(desk, visit, typed, refused)
        made = reply.state["id"]
        return redirect("/administration/accounts", Flash("account.created", "account", made, reply.version))

    @router.post("/accounts/{id}/password")
    async def password(request: Request, id: UUID) -> Response:
        visit = await administrator(desk, request)
        form = await request.form()
        try:
            await desk.command(visit, f"/accounts/{id}/password", {"password": str(form.get("password") or "")}, form)
        except Refused as refused:
            return await _accounts(desk, visit, None, refused)
        return redirect("/administration/accounts", Flash("account.password_set"))

    @router.post("/accounts/{id}")
    async def change(request: Request, id: UUID) -> Response:
        visit = await administrator(desk, request)
        form = await request.form()
        try:
            body = {"active": form.get("active") == "true"}
            reply = await desk.command(visit, f"/accounts/{id}", body, form, method="PATCH")
        except Refused as refused:
            return await _accounts(desk, visit, None, refused)
        return redirect("/administration/accounts", Flash("account.saved", "account", str(id), reply.version))

    return router


def _new_account(visit: Visit, form: FormData) -> Shown:
    """A provider's administrator makes accounts of either side, a client's those of its own company."""
    client = str(form.get("client") or "")
    side = "client" if client or not visit.viewer.provider else "provider"
    body: Shown = {name: str(form.get(name) or "") for name in ("email", "name", "password")}
    body |= {"side": side, "roles": form.getlist("roles"), "language": visit.viewer.language}
    if side == "provider":
        # Nobody gives more than they have.
        by = visit.caller.account
        return body | ({"every_client": True} if by.every_client else {"clients": [str(one) for one in by.clients]})
    person = {"person_id": str(form["person_id"])} if form.get("person_id") else {}
    return body | person | ({"client": client} if client else {})


async def _accounts(desk: Desk, visit: Visit, typed: Shown | None = None, refused: Refused | None = None) -> Response:
    found = await desk.every(visit, "account", Filter())
    # Whoever keeps the accounts of several clients chooses the company here, and nobody knows yet whose people to show.
    one_client = len(visit.viewer.clients) == 1
    people = await desk.every(visit, "person", Filter(open=True)) if one_client else []
    roles = CLIENT_ROLES | PROVIDER_ROLES if visit.viewer.provider else CLIENT_ROLES
    return await desk.page(
        visit, "accounts.html", "accounts", status=refused.status if refused else 200, refused=refused,
        accounts=sorted(found, key=lambda one: alphabetical(str(one["name"]))),
        roles=[role for role in _ORDER if role in roles], typed=typed or {},
        people=in_order((one["id"], one["name"]) for one in people),
        wrong=faults_of(refused.facts, visit.texts) if refused else {},
    )  # fmt: skip
