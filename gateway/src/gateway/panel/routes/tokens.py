"""Tokens for client apps: made on one's own account page, shown once, withdrawn there."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.routes.account import account_answer


def token_pages(desk: Desk) -> APIRouter:
    """`/account/tokens` and below."""
    router = APIRouter(prefix="/account/tokens", route_class=pages_of(desk), include_in_schema=False)

    @router.post("")
    async def make(request: Request) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        body = {"name": str(form.get("name") or ""), "days": str(form.get("days") or 90)}
        try:
            reply = await desk.command(visit, "/tokens", body, form)
        except Refused as refused:
            return await account_answer(desk, visit, refused)
        # Not a redirect: the text of a token exists only in this answer.
        return await account_answer(desk, visit, made=reply.state)

    @router.post("/{id}/withdraw")
    async def withdraw(request: Request, id: UUID) -> Response:
        visit = await desk.visit(request)
        try:
            await desk.command(visit, f"/tokens/{id}", {}, await request.form(), method="DELETE")
        except Refused as refused:
            return await account_answer(desk, visit, refused)
        return redirect("/account", Flash("token.withdrawn"))

    return router
