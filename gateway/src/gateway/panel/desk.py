"""What every page of the panel needs: who is visiting, the view to read, the API to command, templates to answer with."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from chassis.process.clock import Clock
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse

from gateway.identity.authentication import Authentication
from gateway.panel import flash, frame
from gateway.panel.environment import Pages
from gateway.panel.own_api import OwnApi, Refused, Reply
from gateway.panel.reception import Reception
from gateway.panel.viewer import Viewer
from gateway.panel.visit import Visit
from gateway.view.event_stream import EventStream
from gateway.view.queries import Filter, View

Shown = dict[str, Any]
_CLIENT_HEADER = "opslayer-client"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, read."""

    states: list[Shown]
    next: str | None
    total: int


class Desk:
    """Made once; holds what outlives a request."""

    def __init__(
        self, authentication: Authentication, view: View, stream: EventStream, api: OwnApi, clock: Clock
    ) -> None:
        self.view = view
        self.api = api
        self.pages = Pages()
        self._reception = Reception(authentication, view, stream, clock)

    async def visit(self, request: Request) -> Visit:
        """Who is here; refuses `identity.not_signed_in`."""
        return await self._reception.visit(request)

    def stranger(self, request: Request) -> Viewer:
        """Somebody who has not signed in yet."""
        return self._reception.stranger(request)

    async def one(self, visit: Visit, kind: str, thing_id: UUID, at_least: int | None = None) -> Shown:
        """A thing with its history and links, at this version at least."""
        found = await self.view.thing(visit.reader, kind, thing_id, at_least)
        state: Shown = orjson.loads(found.to_json())
        return state

    async def listed(
        self, visit: Visit, kind: str, wanted: Filter, cursor: str | None = None, limit: int = 50
    ) -> Listed:
        """A page of things of a kind."""
        page = await self.view.page(visit.reader, kind, wanted, cursor, limit)
        return Listed([orjson.loads(item) for item in page.items], page.next, page.total)

    async def every(self, visit: Visit, kind: str, wanted: Filter) -> list[Shown]:
        """All things of a kind, for what can be chosen in a form."""
        return [orjson.loads(item) for item in await self.view.all_things(visit.reader, kind, wanted)]

    async def command(
        self, visit: Visit, path: str, body: Mapping[str, Any], form: FormData, *, method: str = "POST",
        client: str | None = None, only_new: bool = False,
    ) -> Reply:  # fmt: skip
        """Sends what a form asks for, once per form as it was shown, and only for the version that was shown."""
        headers = {"x-csrf-token": visit.caller.csrf, **({_CLIENT_HEADER: client} if client else {})}
        if only_new:
            headers["if-none-match"] = "*"
        if form.get("key"):
            headers["idempotency-key"] = str(form["key"])
        if str(form.get("version") or "").isdigit():
            headers["if-match"] = f'"{form["version"]}"'
        return await self.api.send(visit.request, method, f"/api{path}", body, headers)

    async def read(self, visit: Visit, path: str) -> Shown | None:
        """What an owner alone knows, read through our API; None while the owner is away."""
        try:
            return (await self.api.send(visit.request, "GET", f"/api{path}", {}, {})).state
        except Refused as refused:
            if refused.status < 500:
                raise
            return None

    async def page(
        self, visit: Visit, template: str, here: str, *, status: int = 200, refused: Refused | None = None,
        **context: Any,
    ) -> HTMLResponse:  # fmt: skip
        """A whole page in its frame."""
        shown = frame.make(visit, here, await self._tallies(visit), refused, context.get("typed"))
        known: Shown = {"typed": {}, "typed_for": None, "wrong": {}, **context, "frame": shown}
        response = HTMLResponse(self.pages.render(template, visit.viewer, **known), status)
        if visit.flash is not None and not visit.live:
            flash.forget(response)
        return response

    def part(self, visit: Visit, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """A part of a page, for htmx to put in its place."""
        shown = frame.make(visit, "", frame.Tallies(), None)
        known: Shown = {"typed": {}, "typed_for": None, "wrong": {}, "frame": shown, **context}
        return HTMLResponse(self.pages.render(template, visit.viewer, **known), status)

    async def unread(self, visit: Visit) -> int:
        """How many notifications the visitor has not read."""
        wanted = Filter(status="unread", linked_to=visit.caller.account.id)
        return (await self.view.page(visit.reader, "notification", wanted, limit=1)).total

    async def _tallies(self, visit: Visit) -> frame.Tallies:
        decisions = self.view.page(visit.reader, "decision", Filter(open=True, next_side=visit.viewer.side), limit=1)
        unread, page = await asyncio.gather(self.unread(visit), decisions)
        return frame.Tallies(unread, page.total)

    async def shown(self, visit: Visit, kind: str, thing_id: str, version: int) -> None:
        """Waits a moment until the view shows what was just done."""
        await self._reception.shown(visit.reader, kind, thing_id, version)
