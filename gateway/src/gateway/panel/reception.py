"""Receives every request of the panel: who is here, how they see the world, and whether the view shows what they just did."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.domain.refusal import Refusal
from chassis.process.clock import Clock
from contracts.gateway.state import Account
from starlette.requests import Request

from gateway.identity.authentication import Authentication
from gateway.panel import flash
from gateway.panel.known_clients import KnownClients
from gateway.panel.viewer import Viewer
from gateway.panel.visit import Visit, is_live, language_of
from gateway.view.event_stream import EventStream
from gateway.view.queries import Reader, View

Shown = dict[str, Any]
_HOME = ZoneInfo("Europe/Warsaw")


class Reception:
    """Made once, with the desk."""

    def __init__(self, authentication: Authentication, view: View, stream: EventStream, clock: Clock) -> None:
        self._authentication = authentication
        self._view = view
        self._stream = stream
        self._clock = clock
        self._clients = KnownClients(view)

    async def visit(self, request: Request) -> Visit:
        """Who is here; refuses `identity.not_signed_in`. Waits until the view shows what was done a moment ago."""
        caller = await self._authentication.caller(request)
        head = None if is_live(request) else await self._stream.view_status()
        said = flash.flash_of(request) if request.method == "GET" else None
        if said is not None and said.id:
            await self.shown(caller.reader, said.kind, said.id, said.version)
        clients = await self._clients.of(caller.reader)
        return Visit(request, caller, self._viewer(caller.account, clients), said, head)

    def stranger(self, request: Request) -> Viewer:
        """Somebody who has not signed in yet: only a language is known of them."""
        return Viewer("", "", "client", frozenset(), language_of(request), self._clock.now(), _HOME)

    async def shown(self, reader: Reader, kind: str, thing_id: str, version: int) -> None:
        """Waits a moment until the view shows this version."""
        try:
            await self._view.thing(reader, kind, UUID(thing_id), version)
        except (Refusal, ValueError):
            return  # the page shows what there is; the rest arrives live

    def _viewer(self, account: Account, clients: list[Shown]) -> Viewer:
        return Viewer(
            id=str(account.id), name=account.name, side=account.side, roles=frozenset(account.roles),
            language=account.language, now=self._clock.now(),
            zone=ZoneInfo(clients[0]["time_zone"]) if len(clients) == 1 else _HOME,
            clients={one["id"]: one["name"] for one in clients},
            person_id=str(account.person_id) if account.person_id else None,
            currencies={one["id"]: one["currency"] for one in clients},
        )  # fmt: skip
