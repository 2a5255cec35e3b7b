"""Commands of clients and of the provider's tools, passed to the service that owns the thing.

The body is described in OpenAPI here and judged by the owner. Which commands there are stands in `command_table.py`.
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson
from chassis.domain.refusal import Refusal
from chassis.http.request_limits import LARGEST
from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from gateway.api.command_table import CLIENT_HEADER, COMMANDS, Command
from gateway.clients.owners import OwnerAnswer, Owners
from gateway.identity.authentication import Authentication, SignedIn
from gateway.view.reading import View


class Dispatch:
    """Finds out who asks and for which client, and passes a command on; the panel uses it too."""

    def __init__(self, authentication: Authentication, view: View, owners: Owners) -> None:
        self._authentication = authentication
        self._view = view
        self._owners = owners
        self._clients: dict[UUID, UUID] = {}

    async def from_request(self, command: Command, request: Request) -> Response:
        """The owner's answer to an API request."""
        signed_in = await self._authentication.of(request)
        thing = _thing(request.path_params.get("id"))
        path = filled(command.path, request.path_params)
        answer = await self.send(command, signed_in, path, await request.body(), thing, request.headers)
        return to_response(answer)

    async def send(
        self, command: Command, signed_in: SignedIn, path: str, body: bytes, thing: UUID | None, headers: Any
    ) -> OwnerAnswer:
        """Sends a command on behalf of an account."""
        # Only what brings a history in is larger, and that is the provider's: nobody else has it read here for nothing.
        read = signed_in.account.side == "provider" or len(body) <= LARGEST
        named = headers.get(CLIENT_HEADER) or (named_in(thing, body) if read else None)
        client_id = await self._client(signed_in, thing, named)
        return await self._owners.send(command.owner, command.method, path, body, signed_in.actor, client_id, headers)

    async def _client(self, signed_in: SignedIn, thing: UUID | None, named: str | None) -> UUID:
        if signed_in.account.side == "client":
            if named is not None and _thing(named) != signed_in.account.client_id:
                raise Refusal("view.not_found", "not_found", kind="client", id=named)
            return signed_in.account.client_id
        if thing is not None:
            return await self._client_of(signed_in, thing)
        return choose_client(signed_in, named)

    async def _client_of(self, signed_in: SignedIn, thing: UUID) -> UUID:
        known = self._clients.get(thing)
        if known is None or known not in signed_in.reader.clients:
            known = await self._view.client_of(signed_in.reader, thing)
            if len(self._clients) > 50_000:
                self._clients.clear()
            self._clients[thing] = known
        return known


def named_in(thing: UUID | None, body: bytes) -> str | None:
    """The client named in the body (`client`) of a command that makes something new."""
    if thing is not None or b'"client"' not in body:
        return None
    try:
        named = orjson.loads(body).get("client")
    except (ValueError, AttributeError):
        return None
    return named if isinstance(named, str) else None


def filled(path: str, parameters: Mapping[str, Any]) -> str:
    """The path with its parameters in place; what is not a plain word in them is quoted."""
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    return path


def choose_client(signed_in: SignedIn, named: str | None) -> UUID:
    """The client a provider's account acts for: the one it names, or the only one it has."""
    clients = signed_in.reader.clients
    if named is None and len(clients) == 1:
        return clients[0]
    chosen = _thing(named)
    if chosen is None:
        raise Refusal("gateway.client_missing", "invalid", header=CLIENT_HEADER)
    if chosen not in clients:
        raise Refusal("view.not_found", "not_found", kind="client", id=named)
    return chosen


def _thing(text: str | None) -> UUID | None:
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise Refusal("view.not_found", "not_found", id=text[:100]) from error


def to_response(answer: OwnerAnswer) -> Response:
    """The owner's answer as it came."""
    headers = {"ETag": answer.etag} if answer.etag else {}
    if answer.status == 503:
        headers["Retry-After"] = "1"
    return Response(answer.body, answer.status, headers, answer.content_type)


class PassedOn(APIRoute):
    """A route whose endpoint takes the request as it is: nothing of it is taken apart on the way."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return handler


def command_routes(dispatch: Dispatch) -> APIRouter:
    """A route for each command, described as if it were handled here."""
    router = APIRouter(route_class=PassedOn)
    for command in COMMANDS:
        router.add_api_route(
            f"/api{command.path}",
            _endpoint(dispatch, command),
            methods=[command.method],
            tags=[command.owner],
            name=_name(command),
            responses={200: {"model": command.answer}, 201: {"model": command.answer}},
            openapi_extra=_described(command),
        )
    return router


def _endpoint(dispatch: Dispatch, command: Command) -> Callable[..., Any]:
    async def endpoint(request: Request) -> Response:
        return await dispatch.from_request(command, request)

    return endpoint


def _name(command: Command) -> str:
    return command.path.strip("/").replace("/{id}/", " ").replace("/", " ") + (" " if command.about else " new")


def _described(command: Command) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "header", "required": False, "schema": {"type": "string"}, "description": text}
        for name, text in _HEADERS.items()
    ]
    if command.about:
        parameters.append(
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        )
    extra: dict[str, Any] = {"parameters": parameters}
    if command.body is not None:
        schema = {"$ref": f"#/components/schemas/{command.body.__name__}"}
        extra["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return extra


_HEADERS = {
    "Idempotency-Key": "Repeat a command with the same key and it is done once and answered the same.",
    "If-Match": "The version (ETag) the command is meant for; another one is refused with 412.",
    "If-None-Match": "`*`: make something new; what is known already by its name or number is refused with 412.",
    CLIENT_HEADER: "The client's id, for accounts of the provider that work for several.",
}


def body_schemas() -> dict[str, Any]:
    """JSON Schemas of all command bodies, for the gateway's OpenAPI document."""
    schemas: dict[str, Any] = {}
    for command in COMMANDS:
        if command.body is not None:
            schema = command.body.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            schemas[command.body.__name__] = schema
    return schemas
