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
from gateway.panel.page_route import page_route_class
from gateway.panel.page_services import PageServices
from gateway.panel.routes.accounts import account_pages
from gateway.panel.routes.asset_commands import asset_command_pages
from gateway.panel.routes.clients import client_pages
from gateway.panel.routes.decisions import decision_pages
from gateway.panel.routes.notifications import notification_pages
from gateway.panel.routes.own_account import own_account_pages, token_pages
from gateway.panel.routes.people_and_assets import people_and_asset_pages
from gateway.panel.routes.processes import process_pages
from gateway.panel.routes.register_forms import register_form_pages
from gateway.panel.routes.scenarios import scenario_pages
from gateway.panel.routes.sign_in import sign_in_pages
from gateway.panel.routes.start import start_pages
from gateway.panel.routes.ticket_commands import ticket_command_pages
from gateway.panel.routes.tickets import ticket_pages
from gateway.panel.routes.webhooks import webhook_pages
from gateway.view.event_stream import EventStream
from gateway.view.queries import View

_YEAR = "public, max-age=31536000, immutable"
_ROUTES = (
    sign_in_pages, start_pages, ticket_pages, ticket_command_pages, scenario_pages, process_pages, decision_pages,
    register_form_pages, people_and_asset_pages, asset_command_pages, notification_pages, own_account_pages, token_pages,
    client_pages, account_pages, webhook_pages,
)  # fmt: skip


def mount_panel(app: FastAPI, authentication: Authentication, view: View, stream: EventStream, clock: Clock) -> None:
    """Adds the panel; must be called last, because its last route matches every other address."""
    services = PageServices(authentication, view, stream, InProcessApi(app), clock)
    app.mount("/static", PanelFiles(directory=STATIC))
    for routes in _ROUTES:
        app.include_router(routes(services))
    app.include_router(_not_found_route(services))


def _not_found_route(services: PageServices) -> APIRouter:
    router = APIRouter(route_class=page_route_class(services), include_in_schema=False)

    @router.get("/{path:path}")
    async def not_found(request: Request) -> Response:
        raise Refusal("http.not_found", "not_found", path=request.url.path)

    return router


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
