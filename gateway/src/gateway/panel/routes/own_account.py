"""The page of one's own account: name, language, password, mail preferences, and tokens for client apps."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form

MAILS = ("decision_needed", "your_move", "information")


router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/account")
async def account(context: Context) -> Response:
    return await _render(context)


@router.post("/account")
async def change(context: Context, form: Form) -> Response:
    body = {name: str(form[name]) for name in ("name", "language") if form.get(name)}
    try:
        await context.send_command(f"/accounts/{context.viewer.id}", body, form, method="PATCH")
    except ApiError as error:
        return await _render(context, error)
    return redirect("/account", Flash("account.saved"))


@router.post("/account/password")
async def password(context: Context, form: Form) -> Response:
    body = {"password": str(form.get("password", "")), "present": str(form.get("present", ""))}
    try:
        await context.send_command(f"/accounts/{context.viewer.id}/password", body, form)
    except ApiError as error:
        return await _render(context, error)
    return redirect("/sign-in", Flash("account.password_changed"))


@router.post("/account/mails")
async def mails(context: Context, form: Form) -> Response:
    chosen = form.getlist("mail")
    try:
        await context.send_command("/preferences", {name: name in chosen for name in MAILS}, form, method="PUT")
    except ApiError as error:
        return await _render(context, error)
    return redirect("/account", Flash("account.saved"))


@router.post("/account/tokens")
async def issue(context: Context, form: Form) -> Response:
    body = {"name": str(form.get("name") or ""), "days": str(form.get("days") or 90)}
    try:
        reply = await context.send_command("/tokens", body, form)
    except ApiError as error:
        return await _render(context, error)
    # Not a redirect, because the token's text exists only in this reply.
    return await _render(context, new_token=reply.state)


@router.post("/account/tokens/{id}/withdraw")
async def withdraw(context: Context, id: UUID, form: Form) -> Response:
    try:
        await context.send_command(f"/tokens/{id}", {}, form, method="DELETE")
    except ApiError as error:
        return await _render(context, error)
    return redirect("/account", Flash("token.withdrawn"))


async def _render(context: PageContext, error: ApiError | None = None, *, new_token: Json | None = None) -> Response:
    """Renders the page; the text of a new token is shown this once."""
    mails, tokens = await asyncio.gather(_mails(context), context.read_from_owner("/tokens"))
    return await render_page(
        context, "account.html", "account", error=error, new_token=new_token,
        account=context.caller.account.model_dump(mode="json"), mails=mails, tokens=(tokens or {}).get("items", []),
    )  # fmt: skip


async def _mails(context: PageContext) -> list[tuple[str, bool]] | None:
    """Returns what the account gets mail for; None while notifications are unreachable."""
    found = await context.read_from_owner("/preferences")
    return [(name, bool(found["mail"].get(name))) for name in MAILS] if found else None
