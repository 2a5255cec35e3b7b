"""One's own account: name, language, password."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk, Visit
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused


def account_pages(desk: Desk) -> APIRouter:
    """`/account` and below."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/account")
    async def account(request: Request) -> Response:
        return await _answer(desk, await desk.visit(request))

    @router.post("/account")
    async def change(request: Request) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        body = {name: str(form[name]) for name in ("name", "language") if form.get(name)}
        try:
            await desk.command(visit, f"/accounts/{visit.viewer.id}", body, form, method="PATCH")
        except Refused as refused:
            return await _answer(desk, visit, refused)
        return redirect("/account", Flash("account.saved"))

    @router.post("/account/password")
    async def password(request: Request) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        body: dict[str, Any] = {"password": str(form.get("password", "")), "present": str(form.get("present", ""))}
        try:
            await desk.command(visit, f"/accounts/{visit.viewer.id}/password", body, form)
        except Refused as refused:
            return await _answer(desk, visit, refused)
        return redirect("/sign-in", Flash("account.password_changed"))

    return router


async def _answer(desk: Desk, visit: Visit, refused: Refused | None = None) -> Response:
    account = visit.signed_in.account.model_dump(mode="json")
    status = refused.status if refused else 200
    return await desk.page(visit, "account.html", "account", status=status, refused=refused, account=account)
