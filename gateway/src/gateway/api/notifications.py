"""What accounts do with their own notifications and preferences: `/api/notifications/read-all` and `/api/preferences`.

These are not in the table of commands, because they are about the account itself, so that accounts of the provider need
not name a client.
"""

from typing import Any
from uuid import UUID

import orjson
from chassis.domain.refusal import Refusal
from contracts.notifications.commands import ChangePreferences
from contracts.notifications.state import Preferences, ReadAll
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.api.command_table import CLIENT_HEADER
from gateway.api.commands import choose_client, client_in_body, header_parameters, to_response
from gateway.clients.owners import Owners
from gateway.identity.authentication import Authentication, Caller
from gateway.view.queries import Filter, View

_READ_ALL = "/notifications/read-all"
_READ_ALL_DESCRIPTION = {
    "parameters": header_parameters({CLIENT_HEADER: "Only what is about this client; without it everything."})
}
_CHANGE_DESCRIPTION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": ChangePreferences.model_json_schema()}},
    },
    "parameters": header_parameters({"Idempotency-Key": None, "If-Match": None}),
}


def notification_routes(authentication: Authentication, view: View, owners: Owners) -> APIRouter:
    """Returns the routes that mark all notifications as read, and those of one's own preferences."""
    router = APIRouter(prefix="/api", tags=["notifications"])

    async def read_all(request: Request) -> Response:
        caller = await authentication.caller(request)
        named = request.headers.get(CLIENT_HEADER) or client_in_body(None, await request.body())
        clients = await _clients(caller, view, named)
        # An idempotency key names one command; sent for several clients, each would count as a repetition.
        headers = request.headers if len(clients) == 1 else {}
        read = 0
        for client in clients:
            response = await owners.send("notifications", "POST", _READ_ALL, b"{}", caller.actor, client, headers)
            if response.status != 200 or len(clients) == 1:
                return to_response(response)
            read += ReadAll.model_validate_json(response.body).read
        return Response(ReadAll(read=read).model_dump_json(), media_type="application/json")

    async def preferences(request: Request) -> Response:
        caller = await authentication.caller(request)
        body, about, headers = await request.body(), caller.account.client_id, request.headers
        method, path = request.method, "/preferences"
        return to_response(await owners.send("notifications", method, path, body, caller.actor, about, headers))

    router.add_api_route(
        _READ_ALL, read_all, methods=["POST"], name="read all", responses={200: {"model": ReadAll}},
        openapi_extra=_READ_ALL_DESCRIPTION,
    )  # fmt: skip
    read: dict[int | str, dict[str, Any]] = {200: {"model": Preferences}}
    changed = {**read, 201: {"model": Preferences}}
    router.add_api_route("/preferences", preferences, methods=["GET"], name="own preferences", responses=read)
    router.add_api_route(
        "/preferences", preferences, methods=["PUT"], name="change own preferences", responses=changed,
        openapi_extra=_CHANGE_DESCRIPTION,
    )  # fmt: skip
    return router


async def _clients(caller: Caller, view: View, named: str | None) -> list[UUID]:
    """Returns the only client, the named one, or all about which the account has unread notifications."""
    if caller.account.side == "client":
        own = caller.account.client_id
        if named is not None and named != str(own):
            raise Refusal("view.not_found", "not_found", kind="client", id=named)
        return [own]
    if named is not None or len(caller.reader.clients) == 1:
        return [choose_client(caller, named)]
    unread = Filter(status="unread", linked_to=caller.account.id)
    notifications = await view.all_things(caller.reader, "notification", unread)
    found = {UUID(orjson.loads(notification)["client_id"]) for notification in notifications}
    return sorted(found & set(caller.reader.clients))
