"""Forwards commands to the services that own the things they are about.

OpenAPI describes the bodies here; the owners validate them. `command_table.py` lists the commands.
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
from gateway.api.response_models import shown
from gateway.clients.owners import OwnerResponse, Owners
from gateway.identity.authentication import Authentication, Caller
from gateway.view.allowed_moves import answer_with_allowed
from gateway.view.queries import View


class CommandForwarder:
    """Finds the caller of a command and the client it is for, and forwards it to its owner."""

    def __init__(self, authentication: Authentication, view: View, owners: Owners) -> None:
        self._authentication = authentication
        self._view = view
        self._owners = owners
        self._clients: dict[UUID, UUID] = {}

    async def forward(self, command: Command, request: Request) -> Response:
        """Returns the owner's response to a command, with what the caller may do next."""
        caller, headers = await self._authentication.caller(request), request.headers
        thing, path = _parse_id(request.path_params.get("id")), fill_path(command.path, request.path_params)
        body = await request.body()
        # Only imports of a history are larger, and only the provider sends them; other large bodies are not parsed.
        parsed = caller.account.side == "provider" or len(body) <= LARGEST
        named = headers.get(CLIENT_HEADER) or (client_in_body(thing, body) if parsed else None)
        client_id = await self._client(caller, thing, named)
        response = await self._owners.send(command.owner, command.method, path, body, caller.actor, client_id, headers)
        return to_response(response, answer_with_allowed(response.body, caller.actor))

    async def _client(self, caller: Caller, thing: UUID | None, named: str | None) -> UUID:
        if caller.account.side == "client":
            if named is not None and _parse_id(named) != caller.account.client_id:
                raise Refusal("view.not_found", "not_found", kind="client", id=named)
            return caller.account.client_id
        if thing is not None:
            return await self._client_of(caller, thing)
        return choose_client(caller, named)

    async def _client_of(self, caller: Caller, thing: UUID) -> UUID:
        client_id = self._clients.get(thing)
        if client_id is None or client_id not in caller.reader.clients:
            client_id = await self._view.client_of(caller.reader, thing)
            if len(self._clients) > 50_000:
                self._clients.clear()
            self._clients[thing] = client_id
        return client_id


def client_in_body(thing: UUID | None, body: bytes) -> str | None:
    """Returns the client named in the body (`client`) of a command that makes something new."""
    if thing is not None or b'"client"' not in body:
        return None
    try:
        named = orjson.loads(body).get("client")
    except (ValueError, AttributeError):
        return None
    return named if isinstance(named, str) else None


def fill_path(path: str, parameters: Mapping[str, Any]) -> str:
    """Returns the path with its parameters filled in and quoted."""
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    return path


def choose_client(caller: Caller, named: str | None) -> UUID:
    """Returns the client a provider's account acts for: the named one, or its only one."""
    clients = caller.reader.clients
    if named is None and len(clients) == 1:
        return clients[0]
    chosen = _parse_id(named)
    if chosen is None:
        raise Refusal("gateway.client_missing", "invalid", header=CLIENT_HEADER)
    if chosen not in clients:
        raise Refusal("view.not_found", "not_found", kind="client", id=named)
    return chosen


def _parse_id(text: str | None) -> UUID | None:
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise Refusal("view.not_found", "not_found", id=text[:100]) from error


def to_response(response: OwnerResponse, body: bytes | None = None) -> Response:
    """Returns the owner's response, with another body if one is given; a 503 says when to try again."""
    headers = {"ETag": response.etag} if response.etag else {}
    if response.status == 503:
        headers["Retry-After"] = "1"
    return Response(response.body if body is None else body, response.status, headers, response.content_type)


class ForwardedRoute(APIRoute):
    """A route whose endpoint gets the request unparsed."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return handler


def command_routes(forwarder: CommandForwarder) -> APIRouter:
    """Returns a route for each command, described as if it were handled here."""
    router = APIRouter(route_class=ForwardedRoute)
    for command in COMMANDS:
        router.add_api_route(
            f"/api{command.path}",
            _endpoint(forwarder, command),
            methods=[command.method],
            tags=[command.owner],
            name=_name(command),
            responses={200: {"model": shown(command.answer)}, 201: {"model": shown(command.answer)}},
            openapi_extra=_openapi_extra(command),
        )
    return router


def _endpoint(forwarder: CommandForwarder, command: Command) -> Callable[..., Any]:
    async def endpoint(request: Request) -> Response:
        return await forwarder.forward(command, request)

    return endpoint


def _name(command: Command) -> str:
    return command.path.strip("/").replace("/{id}/", " ").replace("/", " ") + (
        " " if command.about_existing else " new"
    )


def _openapi_extra(command: Command) -> dict[str, Any]:
    parameters = header_parameters(_HEADERS)
    if command.about_existing:
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


def header_parameters(descriptions: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Returns optional headers as OpenAPI parameters."""
    plain: dict[str, Any] = {"in": "header", "required": False, "schema": {"type": "string"}}
    return [{"name": name, **plain} | ({"description": text} if text else {}) for name, text in descriptions.items()]


def body_schemas() -> dict[str, Any]:
    """Returns the JSON Schemas of all command bodies, for the gateway's OpenAPI document."""
    schemas: dict[str, Any] = {}
    for command in COMMANDS:
        if command.body is not None:
            schema = command.body.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(schema.pop("$defs", {}))
            schemas[command.body.__name__] = schema
    return schemas
