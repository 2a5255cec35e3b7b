"""The page of notifications, and the bell with their number."""

from contextlib import suppress
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import build_layout, render_page, render_part
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context
from gateway.panel.screens.notifications import notification_line
from gateway.panel.titles_and_paths import path_of
from gateway.view.queries import Filter

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/notifications")
async def notifications(request: Request, context: Context) -> Response:
    mine = Filter(linked_to=context.caller.account.id)
    found = await context.things_page("notification", mine, request.query_params.get("cursor"), 50)
    lines = [notification_line(state, context.texts, context.viewer) for state in found.states]
    page = {"total": found.total, "next": f"/notifications?cursor={found.next}" if found.next else None}
    return await render_page(context, "notifications.html", "notifications", lines=lines, page=page)


@router.get("/notifications/bell")
async def bell(context: Context) -> Response:
    return render_part(context, "bell.html", layout=build_layout(context, unread=await context.unread_count()))


@router.post("/notifications/read")
async def read_all(context: Context) -> Response:
    unread = Filter(status="unread", linked_to=context.caller.account.id)
    notifications = await context.all_things("notification", unread)
    # Each client's notifications are marked separately; the page waits for the newest one of each client.
    newest = {notification["client_id"]: notification for notification in reversed(notifications)}
    await context.send_command("/notifications/read-all", {}, FormData())
    for notification in newest.values():
        await context.wait_until_shown("notification", notification["id"], notification["version"] + 1)
    return redirect("/notifications", Flash("inbox.done"))


@router.get("/notifications/{id}")
async def follow(context: Context, id: UUID) -> Response:
    notification = await context.thing("notification", id)
    if notification.get("status") == "unread":
        with suppress(ApiError):  # it was read meanwhile, or will be read next time
            await context.send_command(f"/notifications/{id}/read", {}, FormData())
    about = notification.get("about") or {}
    return redirect(path_of(about.get("kind", ""), str(about.get("id"))) or "/notifications")
