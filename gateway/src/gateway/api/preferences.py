"""`/api/preferences`: for what the signed-in account wants mail. Kept by notifications, and nobody else's to see.

Not in the table of commands: it is about the account itself, so nobody of the provider has to say for which client.
"""

from typing import Any

from contracts.notifications.commands import ChangePreferences
from contracts.notifications.state import Preferences
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.api.commands import to_response
from gateway.clients.owners import Owners
from gateway.identity.authentication import Authentication

_HEADERS = ("Idempotency-Key", "If-Match")
_CHANGING: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": ChangePreferences.model_json_schema()}},
    },
    "parameters": [
        {"name": name, "in": "header", "required": False, "schema": {"type": "string"}} for name in _HEADERS
    ],
}


def preference_routes(authentication: Authentication, owners: Owners) -> APIRouter:
    """Read and change one's own preferences; what is missing in a change stays as it is."""
    router = APIRouter(prefix="/api", tags=["notifications"])

    async def passed_on(request: Request) -> Response:
        signed_in = await authentication.of(request)
        body, account = b"" if request.method == "GET" else await request.body(), signed_in.account
        method = "GET" if request.method == "GET" else "PUT"
        return to_response(
            await owners.send(
                "notifications", method, "/preferences", body, signed_in.actor, account.client_id, request.headers
            )
        )

    read: dict[int | str, dict[str, Any]] = {200: {"model": Preferences}}
    changed = {**read, 201: {"model": Preferences}}
    router.add_api_route("/preferences", passed_on, methods=["GET"], name="own preferences", responses=read)
    for method in ("PUT", "POST"):
        router.add_api_route(
            "/preferences", passed_on, methods=[method], name="change own preferences", responses=changed,
            openapi_extra=_CHANGING,
        )  # fmt: skip
    return router
