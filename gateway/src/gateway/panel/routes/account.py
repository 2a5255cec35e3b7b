"""One's own account: name, language, password, and what to get mail for. Tokens are in `tokens.py`."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.screens.problems import faults_of
from gateway.panel.visit import Visit

Shown = dict[str, Any]
MAILS = ("decision_needed", "your_move", "information")


def account_pages(desk: Desk) -> APIRouter:
    """`/account` and below."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/account")
    async def account(request: Request) -> Response:
        return await account_answer(desk, await desk.visit(request))

    @router.post("/account")
    async def change(request: Request) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        body = {name: str(form[name]) for name in ("name", "language") if form.get(name)}
        try:
            await desk.command(visit, f"/accounts/{visit.viewer.id}", body, form, method="PATCH")
        except Refused as refused:
            return await account_answer(desk, visit, refused)
        return redirect("/account", Flash("account.saved"))

    @router.post("/account/password")
    async def password(request: Request) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        body = {"password": str(form.get("password", "")), "present": str(form.get("present", ""))}
        try:
            await desk.command(visit, f"/accounts/{visit.viewer.id}/password", body, form)
        except Refused as refused:
            return await account_answer(desk, visit, refused)
        return redirect("/sign-in", Flash("account.password_changed"))

    @router.post("/account/mails")
    async def mails(request: Request) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        chosen = form.getlist("mail")
        try:
            await desk.command(visit, "/preferences", {name: name in chosen for name in MAILS}, form)
        except Refused as refused:
            return await account_answer(desk, visit, refused)
        return redirect("/account", Flash("account.saved"))

    return router


async def account_answer(
    desk: Desk, visit: Visit, refused: Refused | None = None, *, made: Shown | None = None
) -> Response:
    """The page of one's own account; `made` is a token that is shown this once."""
    mails, tokens = await asyncio.gather(_mails(desk, visit), desk.read(visit, "/tokens"))
    return await desk.page(
        visit, "account.html", "account", status=refused.status if refused else 200, refused=refused, made=made,
        account=visit.caller.account.model_dump(mode="json"), mails=mails, tokens=(tokens or {}).get("items", []),
        wrong=faults_of(refused.facts, visit.texts) if refused else {},
    )  # fmt: skip


async def _mails(desk: Desk, visit: Visit) -> list[tuple[str, bool]] | None:
    """For what there is mail; None while the service that knows is away."""
    found = await desk.read(visit, "/preferences")
    return [(name, bool(found["mail"].get(name))) for name in MAILS] if found else None
