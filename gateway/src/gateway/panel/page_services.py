"""The services behind every page, made once: authentication, the view, our own API, and the templates.

Pages get the context of their request as a dependency of type `Context`, and a submitted form as one of type `Form`.
"""

from typing import Annotated
from zoneinfo import ZoneInfo

from chassis.process.clock import Clock
from contracts.gateway.state import Account
from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request

from gateway.identity.authentication import Authentication
from gateway.json_object import Json
from gateway.panel.client_cache import ClientCache
from gateway.panel.flash import read_flash
from gateway.panel.in_process_api import InProcessApi
from gateway.panel.page_context import PageContext, is_live, language_of, wait_until_shown
from gateway.panel.template_renderer import TemplateRenderer
from gateway.panel.viewer import Viewer
from gateway.view.event_stream import EventStream
from gateway.view.queries import View

_DEFAULT_ZONE = ZoneInfo("Europe/Warsaw")


class PageServices:
    """What outlives a request; it loads the context of each request."""

    def __init__(
        self, authentication: Authentication, view: View, stream: EventStream, api: InProcessApi, clock: Clock
    ) -> None:
        self.api = api
        self.renderer = TemplateRenderer()
        self._authentication = authentication
        self._view = view
        self._stream = stream
        self._clock = clock
        self._clients = ClientCache(view)

    async def load_context(self, request: Request) -> PageContext:
        """Returns the request's context once the view shows what was just done; refuses `identity.not_signed_in`."""
        caller = await self._authentication.caller(request)
        view_status = None if is_live(request) else await self._stream.view_status()
        flash = read_flash(request) if request.method == "GET" else None
        if flash is not None and flash.id:
            await wait_until_shown(self._view, caller.reader, flash.kind, flash.id, flash.version)
        viewer = self._viewer(caller.account, await self._clients.clients_of(caller.reader))
        return PageContext(request, caller, viewer, flash, view_status, self._view, self.api, self.renderer)

    def anonymous_viewer(self, request: Request) -> Viewer:
        """Returns the viewer of a request without a session, of whom only a language is known."""
        return Viewer("", "", "client", frozenset(), language_of(request), self._clock.now(), _DEFAULT_ZONE)

    def _viewer(self, account: Account, clients: list[Json]) -> Viewer:
        zones = {client["time_zone"] for client in clients}
        return Viewer(
            id=str(account.id), name=account.name, side=account.side, roles=frozenset(account.roles),
            language=account.language, now=self._clock.now(),
            zone=ZoneInfo(zones.pop()) if len(zones) == 1 else _DEFAULT_ZONE,
            clients={client["id"]: client["name"] for client in clients},
            person_id=str(account.person_id) if account.person_id else None,
            currencies={client["id"]: client["currency"] for client in clients},
        )  # fmt: skip


def services_of(request: Request) -> PageServices:
    """Returns the services of the application that got the request."""
    services: PageServices = request.app.state.page_services
    return services


async def _context(request: Request) -> PageContext:
    return await services_of(request).load_context(request)


async def _form(request: Request) -> FormData:
    return await request.form()


Context = Annotated[PageContext, Depends(_context)]
Form = Annotated[FormData, Depends(_form)]
