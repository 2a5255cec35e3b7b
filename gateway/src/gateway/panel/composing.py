"""Puts the panel into the gateway's application: its pages, its files, and words for addresses nobody has."""

import os

from chassis.domain.refusal import Refusal
from chassis.process.clock import Clock
from fastapi import APIRouter, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from gateway.identity.authentication import Authentication
from gateway.panel.answering import pages_of
from gateway.panel.build.places import STATIC
from gateway.panel.desk import Desk
from gateway.panel.own_api import OwnApi
from gateway.panel.routes.account import account_pages
from gateway.panel.routes.administration import administration_pages
from gateway.panel.routes.asset_commands import asset_command_pages
from gateway.panel.routes.decisions import decision_pages
from gateway.panel.routes.inbox import inbox_pages
from gateway.panel.routes.logins import login_pages
from gateway.panel.routes.processes import process_pages
from gateway.panel.routes.register import register_pages
from gateway.panel.routes.registering import registering_pages
from gateway.panel.routes.scenarios import scenario_pages
from gateway.panel.routes.signing_in import signing_in_pages
from gateway.panel.routes.start import start_pages
from gateway.panel.routes.ticket_commands import ticket_command_pages
from gateway.panel.routes.tickets import ticket_pages
from gateway.panel.routes.tokens import token_pages
from gateway.panel.routes.webhooks import webhook_pages
from gateway.view.event_stream import EventStream
from gateway.view.queries import View

_YEAR = "public, max-age=31536000, immutable"
_PAGES = (
    signing_in_pages, start_pages, ticket_pages, ticket_command_pages, scenario_pages, process_pages, decision_pages,
    registering_pages, register_pages, asset_command_pages, inbox_pages, account_pages, token_pages,
    administration_pages, login_pages, webhook_pages,
)  # fmt: skip


def add_panel(app: FastAPI, authentication: Authentication, view: View, stream: EventStream, clock: Clock) -> None:
    """Adds the panel; to be called last, because its last address is every other one."""
    desk = Desk(authentication, view, stream, OwnApi(app), clock)
    app.mount("/static", PanelFiles(directory=STATIC))
    for pages in _PAGES:
        app.include_router(pages(desk))
    app.include_router(_nowhere(desk))


def _nowhere(desk: Desk) -> APIRouter:
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/{path:path}")
    async def nowhere(request: Request) -> Response:
        raise Refusal("http.not_found", "not_found", path=request.url.path)

    return router


class PanelFiles(StaticFiles):
    """Files that carry a version in their address may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if b"v=" in scope.get("query_string", b""):
            response.headers["Cache-Control"] = _YEAR
        return response

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        if path.startswith("vendor") and not (STATIC / "vendor").exists():
            raise HTTPException(404, "the panel's files are not built: python -m gateway.panel.build")
        return super().lookup_path(path)
