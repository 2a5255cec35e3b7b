"""The page of one's own account: name, language, password, mail preferences, and tokens for client apps."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import page_route_class
from gateway.panel.page_services import PageServices

MAILS = ("decision_needed", "your_move", "information")


def own_account_pages(services: PageServices) -> APIRouter:
    """Returns the routes at `/account`, except those of tokens."""
    router = APIRouter(route_class=page_route_class(services), include_in_schema=False)

    @router.get("/account")
    async def account(request: Request) -> Response:
        return await _render(await services.load_context(request))

    @router.post("/account")
    async def change(request: Request) -> Response:
        context = await services.load_context(request)
        form = await request.form()
        body = {name: str(form[name]) for name in ("name", "language") if form.get(name)}
        try:
            await context.send_command(f"/accounts/{context.viewer.id}", body, form, method="PATCH")
        except ApiError as error:
            return await _render(context, error)
        return redirect("/account", Flash("account.saved"))

    @router.post("/account/password")
    async def password(request: Request) -> Response:
        context = await services.load_context(request)
        form = await request.form()
        body = {"password": str(form.get("password", "")), "present": str(form.get("present", ""))}
        try:
            await context.send_command(f"/accounts/{context.viewer.id}/password", body, form)
        except ApiError as error:
            return await _render(context, error)
        return redirect("/sign-in", Flash("account.password_changed"))

    @router.post("/account/mails")
    async def mails(request: Request) -> Response:
        context = await services.load_context(request)
        form = await request.form()
        chosen = form.getlist("mail")
        try:
            await context.send_command("/preferences", {name: name in chosen for name in MAILS}, form)
        except ApiError as error:
            return await _render(context, error)
        return redirect("/account", Flash("account.saved"))

    return router


def token_pages(services: PageServices) -> APIRouter:
    """Returns the routes that issue and withdraw one's tokens."""
    router = APIRouter(prefix="/account/tokens", route_class=page_route_class(services), include_in_schema=False)

    @router.post("")
    async def issue(request: Request) -> Response:
        context = await services.load_context(request)
        form = await request.form()
        body = {"name": str(form.get("name") or ""), "days": str(form.get("days") or 90)}
        try:
            reply = await context.send_command("/tokens", body, form)
        except ApiError as error:
            return await _render(context, error)
        # Not a redirect, because the token's text exists only in this reply.
        return await _render(context, new_token=reply.state)

    @router.post("/{id}/withdraw")
    async def withdraw(request: Request, id: UUID) -> Response:
        context = await services.load_context(request)
        try:
            await context.send_command(f"/tokens/{id}", {}, await request.form(), method="DELETE")
        except ApiError as error:
            return await _render(context, error)
        return redirect("/account", Flash("token.withdrawn"))

    return router


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
