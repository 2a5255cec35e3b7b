"""The gateway's OpenAPI document, made without a database: only the routes are put together."""

from typing import Any

from fastapi import FastAPI
from gateway.api.commands import command_routes
from gateway.api.events import event_routes
from gateway.api.identity import account_routes, session_routes
from gateway.api.notifications import notification_routes
from gateway.api.openapi import install_openapi
from gateway.api.things import thing_routes


def document() -> dict[str, Any]:
    """The document as `/api/openapi.json` gives it."""
    nothing: Any = None
    app = FastAPI(title="Opslayer gateway", version="1", openapi_url="/api/openapi.json")
    app.include_router(command_routes(nothing))
    app.include_router(session_routes(nothing, nothing, nothing))
    app.include_router(account_routes(nothing, nothing, nothing))
    app.include_router(event_routes(nothing, nothing, nothing))
    app.include_router(thing_routes(nothing, nothing))
    app.include_router(notification_routes(nothing, nothing, nothing))
    install_openapi(app)
    return app.openapi()
