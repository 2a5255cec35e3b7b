"""`POST /api/notifications/read-all`: somebody has seen everything they were told, whichever clients it was about.

Not in the table of commands: it is about the account itself, so who works for several clients need not name one.
"""

from uuid import UUID

import orjson
from chassis.domain.refusal import Refusal
from contracts.notifications.state import ReadAll
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.api.command_table import CLIENT_HEADER
from gateway.api.commands import choose_client, named_in, to_response
from gateway.clients.owners import Owners
from gateway.identity.authentication import Authentication, SignedIn
from gateway.view.reading import Filter, View

_PATH = "/notifications/read-all"
_DESCRIBED = {
    "parameters": [
        {
            "name": CLIENT_HEADER, "in": "header", "required": False, "schema": {"type": "string"},
            "description": "Only what is about this client; without it everything.",
        }
    ]
}  # fmt: skip


def inbox_routes(authentication: Authentication, view: View, owners: Owners) -> APIRouter:
    """Marks as read; the owner keeps each client's notifications apart, so it is asked once for each client in question."""
    router = APIRouter(prefix="/api", tags=["notifications"])

    async def read_all(request: Request) -> Response:
        signed_in = await authentication.of(request)
        named = request.headers.get(CLIENT_HEADER) or named_in(None, await request.body())
        clients = await _clients(signed_in, view, named)
        # A key names one command; several would each be the same one again.
        headers = request.headers if len(clients) == 1 else {}
        read = 0
        for client in clients:
            answer = await owners.send("notifications", "POST", _PATH, b"{}", signed_in.actor, client, headers)
            if answer.status != 200 or len(clients) == 1:
                return to_response(answer)
            read += ReadAll.model_validate_json(answer.body).read
        return Response(ReadAll(read=read).model_dump_json(), media_type="application/json")

    router.add_api_route(
        _PATH, read_all, methods=["POST"], name="read all", responses={200: {"model": ReadAll}},
        openapi_extra=_DESCRIBED,
    )  # fmt: skip
    return router


async def _clients(signed_in: SignedIn, view: View, named: str | None) -> list[UUID]:
    """The clients to ask about: the only one, the named one, or all that the account has unread notifications about."""
    if signed_in.account.side == "client":
        own = signed_in.account.client_id
        if named is not None and named != str(own):
            raise Refusal("view.not_found", "not_found", kind="client", id=named)
        return [own]
    if named is not None or len(signed_in.reader.clients) == 1:
        return [choose_client(signed_in, named)]
    return await _with_something_unread(signed_in, view)


async def _with_something_unread(signed_in: SignedIn, view: View) -> list[UUID]:
    wanted = Filter(status="unread", linked_to=signed_in.account.id)
    found = {_client_of(item) for item in await view.every(signed_in.reader, "notification", wanted)}
    return sorted(found & set(signed_in.reader.clients))


def _client_of(item: str) -> UUID:
    return UUID(orjson.loads(item)["client_id"])
