"""What every page of the panel needs: who is visiting, the view to read, the API to command, templates to answer with."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from chassis.clock import Clock
from chassis.refusal import Refusal
from contracts.vocabulary import Language
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse

from gateway.identity.authentication import Authentication, SignedIn
from gateway.panel import flash, frame
from gateway.panel.environment import Pages
from gateway.panel.flash import Flash
from gateway.panel.known_clients import KnownClients
from gateway.panel.own_api import OwnApi, Refused, Reply
from gateway.panel.texts import LANGUAGES, Texts, texts_of
from gateway.panel.viewer import Viewer
from gateway.view.reading import Filter, Reader, View
from gateway.view.stream import Stream

Shown = dict[str, Any]
LANGUAGE_COOKIE = "opslayer_language"
_CLIENT_HEADER = "opslayer-client"
_HOME = ZoneInfo("Europe/Warsaw")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is signed in."""

    request: Request
    signed_in: SignedIn
    viewer: Viewer
    flash: Flash | None
    position: int = 0
    """Where the live changes stood before anything was read for this page, so that none falls between."""

    @property
    def reader(self) -> Reader:
        return self.signed_in.reader

    @property
    def texts(self) -> Texts:
        return texts_of(self.viewer.language)

    @property
    def live(self) -> bool:
        """True when a page asks for a part of itself, so that nothing is said twice."""
        return "hx-request" in self.request.headers


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, read."""

    states: list[Shown]
    next: str | None
    total: int


class Desk:
    """Made once; holds what outlives a request."""

    def __init__(self, authentication: Authentication, view: View, stream: Stream, api: OwnApi, clock: Clock) -> None:
        self.view = view
        self.api = api
        self.pages = Pages()
        self._authentication = authentication
        self._stream = stream
        self._clock = clock
        self._clients = KnownClients(view)

    async def visit(self, request: Request) -> Visit:
        """Who is here; refuses `identity.not_signed_in`. Waits until the view shows what was done a moment ago."""
        signed_in = await self._authentication.of(request)
        position = 0 if "hx-request" in request.headers else await self._stream.position()
        said = flash.flash_of(request) if request.method == "GET" else None
        if said is not None and said.id:
            await self._see(signed_in.reader, said.kind, said.id, said.version)
        clients = await self._clients.of(signed_in.reader)
        account = signed_in.account
        zone = ZoneInfo(clients[0]["time_zone"]) if len(clients) == 1 else _HOME
        viewer = Viewer(
            id=str(account.id), name=account.name, side=account.side, roles=frozenset(account.roles),
            language=account.language, now=self._clock.now(), zone=zone,
            clients={one["id"]: one["name"] for one in clients},
            person_id=str(account.person_id) if account.person_id else None,
            currencies={one["id"]: one["currency"] for one in clients},
        )  # fmt: skip
        return Visit(request, signed_in, viewer, said, position)

    def stranger(self, request: Request) -> Viewer:
        """Somebody who has not signed in yet: only a language is known of them."""
        return Viewer("", "", "client", frozenset(), language_of(request), self._clock.now(), _HOME)

    async def one(self, visit: Visit, kind: str, thing_id: UUID, at_least: int | None = None) -> Shown:
        """A thing with its history and links, at this version at least."""
        found = await self.view.one(visit.reader, kind, thing_id, at_least)
        state: Shown = orjson.loads(found.to_json())
        return state

    async def listed(
        self, visit: Visit, kind: str, wanted: Filter, cursor: str | None = None, limit: int = 50
    ) -> Listed:
        """A page of things of a kind."""
        page = await self.view.page(visit.reader, kind, wanted, cursor, limit)
        return Listed([orjson.loads(item) for item in page.items], page.next, page.total)

    async def command(
        self, visit: Visit, path: str, body: Mapping[str, Any], form: FormData, *, method: str = "POST",
        client: str | None = None,
    ) -> Reply:  # fmt: skip
        """Sends what a form asks for, once per form as it was shown, and only for the version that was shown."""
        headers = {"x-csrf-token": visit.signed_in.csrf, **({_CLIENT_HEADER: client} if client else {})}
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

    def in_language(self, visit: Visit, language: Language) -> Visit:
        """The same visit in another language."""
        return replace(visit, viewer=replace(visit.viewer, language=language))

    async def unread(self, visit: Visit) -> int:
        """How many notifications the visitor has not read."""
        wanted = Filter(status="unread", linked_to=visit.signed_in.account.id)
        return (await self.view.page(visit.reader, "notification", wanted, limit=1)).total

    async def _tallies(self, visit: Visit) -> frame.Tallies:
        decisions = self.view.page(visit.reader, "decision", Filter(open=True, next_side=visit.viewer.side), limit=1)
        unread, page = await asyncio.gather(self.unread(visit), decisions)
        return frame.Tallies(unread, page.total)

    async def shown(self, visit: Visit, kind: str, thing_id: str, version: int) -> None:
        """Waits a moment until the view shows what was just done."""
        await self._see(visit.reader, kind, thing_id, version)

    async def _see(self, reader: Reader, kind: str, thing_id: str, version: int) -> None:
        try:
            await self.view.one(reader, kind, UUID(thing_id), version)
        except (Refusal, ValueError):
            return  # the page shows what there is; the rest arrives live


def language_of(request: Request) -> Language:
    """The language chosen here before, else the browser's, else Polish."""
    asked = [request.cookies.get(LANGUAGE_COOKIE, "")]
    asked += [part.strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
    return next((language for one in asked for language in LANGUAGES if one == language), "pl")
