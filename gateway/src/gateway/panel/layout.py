"""Renders pages in their layout: navigation with badges, the state of the view, notices. Parts go without it."""

import asyncio
from typing import Any

from starlette.responses import HTMLResponse

from gateway.json_object import Json
from gateway.panel.flash import clear_flash
from gateway.panel.in_process_api import ApiError
from gateway.panel.page_context import PageContext
from gateway.panel.screens.problems import refusal_notice
from gateway.view.queries import Filter
from gateway.view.status import ViewStatus

OLD_SECONDS = 10.0
"""A healthy view was complete at most some seconds ago (`chassis.inbox.following.LOOK_SECONDS`)."""
_NOT_TYPED = frozenset(
    {"csrf", "key", "version", "back", "step", "how", "verdict", "option", "secret", "types", "roles"}
)
_NAVIGATION = {
    "start": ("home", "/"),
    "queue": ("list-check", "/queue"),
    "tickets": ("ticket", "/tickets"),
    "processes": ("route", "/processes"),
    "decisions": ("gavel", "/decisions"),
    "people": ("users", "/people"),
    "assets": ("device-laptop", "/assets"),
}
_NOT_ON_PHONES = {"client": {"decisions"}, "provider": {"start", "decisions"}, "system": {"decisions"}}


async def render_page(
    context: PageContext, template: str, current: str, *, error: ApiError | None = None, submitted: Json | None = None,
    **variables: Any,
) -> HTMLResponse:  # fmt: skip
    """Returns a whole page whose entry of the navigation is `current`.

    After an error it has the error's status, a notice and field errors, and the forms hold what was submitted.
    """
    open_decisions = context.count_things("decision", Filter(open=True, next_side=context.viewer.side))
    unread, decisions = await asyncio.gather(context.unread_count(), open_decisions)
    response = render_part(
        context, template, status=error.status if error else 200, submitted=submitted or {},
        layout=build_layout(context, current, unread, decisions, error, submitted),
        field_errors=context.field_errors(error), **variables,
    )  # fmt: skip
    if context.flash is not None and not context.live:
        clear_flash(response)
    return response


def render_part(
    context: PageContext, template: str, *, status: int = 200, layout: Json | None = None, **variables: Any
) -> HTMLResponse:
    """Returns a part of a page, which htmx puts in its place."""
    layout = layout or build_layout(context)
    known: Json = {"submitted": {}, "submitted_form": None, "field_errors": {}, "layout": layout, **variables}
    return HTMLResponse(context.renderer.render(template, context.viewer, **known), status)


def build_layout(
    context: PageContext, current: str = "", unread: int = 0, decisions: int = 0, error: ApiError | None = None,
    submitted: Json | None = None,
) -> Json:  # fmt: skip
    """Returns the template variables of the layout; the numbers stand beside the bell and the decisions."""
    viewer = context.viewer
    keys = [key for key in _NAVIGATION if key != "queue" or viewer.provider]
    query = context.request.url.query
    return {
        "csrf": context.caller.csrf,
        "position": context.view_status.position if context.view_status else 0,
        "navigation": [_navigation_entry(key, decisions, viewer.side) for key in keys],
        "current": current,
        "client_name": next(iter(viewer.clients.values()), None) if len(viewer.clients) == 1 else None,
        "unread": unread,
        "path": context.request.url.path + (f"?{query}" if query else ""),
        "view_notice": _view_notice(context.view_status),
        "notices": _notices(context, error, bool(submitted and _has_typed_values(submitted))),
    }


def _view_notice(status: ViewStatus | None) -> Json | None:
    """Returns the notice about a view that is being rebuilt or out of date."""
    if status is not None and status.rebuilding_since is not None:
        return {"key": "layout.view_is_rebuilt", "at": status.rebuilding_since}
    if status is not None and status.age > OLD_SECONDS:
        return {"key": "layout.view_is_old", "at": status.up_to_date_at}
    return None


def _navigation_entry(key: str, decisions: int, side: str) -> Json:
    icon, path = _NAVIGATION[key]
    badge = decisions if key == "decisions" else 0
    return {"key": key, "icon": icon, "path": path, "badge": badge, "only_wide": key in _NOT_ON_PHONES[side]}


def _notices(context: PageContext, error: ApiError | None, typed: bool) -> list[Json]:
    if error is not None:
        return [refusal_notice(error.code, error.facts, context.texts, typed=typed)]
    if context.flash is not None and not context.live and context.flash.key in context.texts.keys:
        return [{"good": True, "title": context.texts(context.flash.key), "text": ""}]
    return []


def _has_typed_values(submitted: Json) -> bool:
    """Tells whether a submitted form holds something that somebody typed."""
    return any(name not in _NOT_TYPED and str(value or "").strip() for name, value in submitted.items())
