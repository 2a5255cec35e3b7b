"""The administrators' page of accounts: creating and closing them, and setting their passwords."""

from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.identity.account_permissions import CLIENT_ROLES, PROVIDER_ROLES
from gateway.json_object import Json
from gateway.panel.collation import polish_sort_key
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Form
from gateway.panel.routes.clients import Administrator
from gateway.panel.routes.form_options import sorted_by_name
from gateway.view.queries import Filter

_ROLES_IN_ORDER = ("requester", "decider", "technician", "coordinator", "administrator")


router = APIRouter(prefix="/administration", route_class=PageRoute, include_in_schema=False)


@router.get("/accounts")
async def accounts(context: Administrator) -> Response:
    return await _accounts(context)


@router.post("/accounts")
async def create(context: Administrator, form: Form) -> Response:
    try:
        reply = await context.send_command("/accounts", _new_account(context, form), form)
    except ApiError as error:
        submitted = {**dict(form), "roles": form.getlist("roles")}
        return await _accounts(context, submitted, error)
    return redirect("/administration/accounts", Flash("account.created", "account", reply.state["id"], reply.version))


@router.post("/accounts/{id}/password")
async def password(context: Administrator, id: UUID, form: Form) -> Response:
    try:
        await context.send_command(f"/accounts/{id}/password", {"password": str(form.get("password") or "")}, form)
    except ApiError as error:
        return await _accounts(context, None, error)
    return redirect("/administration/accounts", Flash("account.password_set"))


@router.post("/accounts/{id}")
async def change(context: Administrator, id: UUID, form: Form) -> Response:
    try:
        body = {"active": form.get("active") == "true"}
        reply = await context.send_command(f"/accounts/{id}", body, form, method="PATCH")
    except ApiError as error:
        return await _accounts(context, None, error)
    return redirect("/administration/accounts", Flash("account.saved", "account", str(id), reply.version))


def _new_account(context: PageContext, form: FormData) -> Json:
    """Returns the command's body: the provider's administrators create accounts of either side, a client's its own."""
    client = str(form.get("client") or "")
    side = "client" if client or not context.viewer.provider else "provider"
    body: Json = {name: str(form.get(name) or "") for name in ("email", "name", "password")}
    body |= {"side": side, "roles": form.getlist("roles"), "language": context.viewer.language}
    if side == "provider":
        # The new account gets the clients of whoever creates it.
        creator = context.caller.account
        return body | ({"every_client": True} if creator.every_client else {"clients": list(map(str, creator.clients))})
    person = {"person_id": str(form["person_id"])} if form.get("person_id") else {}
    return body | person | ({"client": client} if client else {})


async def _accounts(context: PageContext, submitted: Json | None = None, error: ApiError | None = None) -> Response:
    found = await context.all_things("account", Filter())
    # With several clients the company is chosen in this form, so its people are not known yet.
    one_client = len(context.viewer.clients) == 1
    people = await context.all_things("person", Filter(open=True)) if one_client else []
    roles = CLIENT_ROLES | PROVIDER_ROLES if context.viewer.provider else CLIENT_ROLES
    return await render_page(
        context, "accounts.html", "accounts", error=error,
        accounts=sorted(found, key=lambda account: polish_sort_key(str(account["name"]))),
        roles=[role for role in _ROLES_IN_ORDER if role in roles], submitted=submitted,
        people=sorted_by_name((person["id"], person["name"]) for person in people),
    )  # fmt: skip
