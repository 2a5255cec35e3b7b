"""The inbox of notifications and the bell."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.panel import frame
from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.naming import path_of
from gateway.panel.own_api import Refused
from gateway.panel.screens.inbox import notice_line
from gateway.panel.visit import Visit
from gateway.view.queries import Filter


def inbox_pages(desk: Desk) -> APIRouter:
    """`/notifications` and below."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/notifications")
    async def notifications(request: Request) -> Response:
        visit = await desk.visit(request)
        mine = Filter(linked_to=visit.caller.account.id)
        found = await desk.listed(visit, "notification", mine, request.query_params.get("cursor"), 50)
        lines = [notice_line(state, visit.texts, visit.viewer) for state in found.states]
        page = {"total": found.total, "next": f"/notifications?cursor={found.next}" if found.next else None}
        return await desk.page(visit, "notifications.html", "notifications", lines=lines, page=page)

    @router.get("/notifications/bell")
    async def bell(request: Request) -> Response:
        visit = await desk.visit(request)
        shown = frame.make(visit, "", frame.Tallies(await desk.unread(visit)), None)
        return desk.part(visit, "bell.html", frame=shown)

    @router.post("/notifications/read")
    async def read_all(request: Request) -> Response:
        visit = await desk.visit(request)
        unread = Filter(status="unread", linked_to=visit.caller.account.id)
        # Each client's notifications are marked apart; the page waits for the last one of each.
        newest = {one["client_id"]: one for one in reversed(await desk.every(visit, "notification", unread))}
        await desk.command(visit, "/notifications/read-all", {}, FormData())
        for one in newest.values():
            await desk.shown(visit, "notification", one["id"], one["version"] + 1)
        return redirect("/notifications", Flash("inbox.done"))

    @router.get("/notifications/{id}")
    async def follow(request: Request, id: UUID) -> Response:
        visit = await desk.visit(request)
        one = await desk.one(visit, "notification", id)
        if one.get("status") == "unread":
            await _read(desk, visit, str(id))
        about = one.get("about") or {}
        return redirect(path_of(about.get("kind", ""), str(about.get("id"))) or "/notifications")

    return router


async def _read(desk: Desk, visit: Visit, notification_id: str) -> int:
    try:
        reply = await desk.command(visit, f"/notifications/{notification_id}/read", {}, FormData())
    except Refused:
        return 0  # it was read meanwhile, or will be read next time
    return reply.version
