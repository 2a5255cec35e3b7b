"""Mounts the panel in the gateway's application: its pages, its static files, and a page for unknown addresses."""

import os

from chassis.domain.refusal import Refusal
from chassis.process.clock import Clock
from fastapi import APIRouter, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from gateway.identity.authentication import Authentication
from gateway.panel.build.paths import STATIC
from gateway.panel.in_process_api import InProcessApi
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import PageServices
from gateway.panel.routes import (
    accounts,
    asset_commands,
    clients,
    decisions,
    notifications,
    own_account,
    people_and_assets,
    processes,
    register_forms,
    scenarios,
    sign_in,
    start,
    ticket_commands,
    tickets,
    webhooks,
)
from gateway.view.event_stream import EventStream
from gateway.view.queries import View

_YEAR = "public, max-age=31536000, immutable"
_PAGES = (
    sign_in, start, tickets, ticket_commands, scenarios, processes, decisions, register_forms, people_and_assets,
    asset_commands, notifications, own_account, clients, accounts, webhooks,
)  # fmt: skip
_not_found = APIRouter(route_class=PageRoute, include_in_schema=False)


def mount_panel(app: FastAPI, authentication: Authentication, view: View, stream: EventStream, clock: Clock) -> None:
    """Adds the panel; must be called last, because its last route matches every other address."""
    app.state.page_services = PageServices(authentication, view, stream, InProcessApi(app), clock)
    app.mount("/static", PanelFiles(directory=STATIC))
    for router in (*(page.router for page in _PAGES), _not_found):
        app.include_router(router)


@_not_found.get("/{path:path}")
async def not_found(request: Request) -> Response:
    """Refuses every address that no other route has."""
    raise Refusal("http.not_found", "not_found", path=request.url.path)


class PanelFiles(StaticFiles):
    """Static files; those requested with a version may be cached for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if b"v=" in scope.get("query_string", b""):
            response.headers["Cache-Control"] = _YEAR
        return response

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        if path.startswith("vendor") and not (STATIC / "vendor").exists():
            raise HTTPException(404, "the panel's files are not built: python -m gateway.panel.build")
        return super().lookup_path(path)
