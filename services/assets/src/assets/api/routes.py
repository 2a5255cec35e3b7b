"""The HTTP commands of assets as tables of path, body and command. Sides, roles and states are checked in the domain."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

import contracts.assets.commands as bodies
from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from chassis.http.authenticated_route import authenticated
from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Identity
from contracts.vocabulary import Body
from fastapi import APIRouter, Request
from starlette.responses import Response

from assets.commands.accept_handover import accept_handover
from assets.commands.bodies import content_of
from assets.commands.move_asset import move_asset
from assets.commands.move_person import move_person
from assets.commands.register_asset import change_asset, order_asset, register_asset, request_asset
from assets.commands.register_model import register_model
from assets.commands.register_person import change_person, register_person

Command = Callable[..., Awaitable[Answer]]
NEW: Mapping[str, tuple[type[Body], Command]] = {
    "/models": (bodies.RegisterModel, register_model),
    "/people": (bodies.RegisterPerson, register_person),
    "/assets": (bodies.RegisterAsset, register_asset),
    "/assets/requests": (bodies.OrderAsset, request_asset),
    "/assets/orders": (bodies.OrderAsset, order_asset),
}
CHANGES: Mapping[str, tuple[type[Body], Command]] = {
    "/people/{thing_id}": (bodies.ChangePerson, change_person),
    "/assets/{thing_id}": (bodies.ChangeAsset, change_asset),
}


def routes(runner: CommandRunner) -> APIRouter:
    """All commands of the service."""
    router = APIRouter(route_class=authenticated(runner.identify))
    router.include_router(_records(runner))
    for name, body in bodies.ASSET_MOVES.items():
        _add(router, runner, _path("assets", name), body, _moves(move_asset, name))

    @router.post("/handovers/{thing_id}/accept")
    async def accept(request: Request, thing_id: UUID) -> Response:
        return await runner.run(request, partial(accept_handover, handover_id=thing_id))

    return router


def _records(runner: CommandRunner) -> APIRouter:
    """What only those who keep the records may do."""
    router = APIRouter(route_class=authenticated(runner.identify, check_keeps_records))
    for path, (body, command) in NEW.items():
        _add_new(router, runner, path, body, command)
    for path, (body, command) in CHANGES.items():
        _add(router, runner, path, body, command, method="PATCH")
    for name, body in bodies.PERSON_MOVES.items():
        _add(router, runner, _path("people", name), body, _moves(move_person, name))
    return router


def check_keeps_records(identity: Identity) -> None:
    """The provider keeps the records; of the client, its administrators may too."""
    if identity.actor.side != "provider" and not identity.actor.has("administrator"):
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])


def _path(things: str, move: str) -> str:
    return f"/{things}/{{thing_id}}/{move.replace('_', '-')}"


def _moves(command: Command, move: str) -> Command:
    """The command of a move whose content is its body."""

    async def moved(transaction: Transaction, context: Context, thing_id: UUID, body: Body) -> Answer:
        return await command(transaction, context, thing_id, move, content_of(body))

    return moved


def _add_new(router: APIRouter, runner: CommandRunner, path: str, body_type: type[Body], command: Command) -> None:
    async def endpoint(request: Request, body: Any) -> Response:
        return await runner.run(request, lambda tx, context: command(tx, context, body))

    endpoint.__annotations__["body"] = body_type
    router.add_api_route(path, endpoint, methods=["POST"], name=path, status_code=201)


def _add(
    router: APIRouter, runner: CommandRunner, path: str, body_type: type[Body], command: Command, method: str = "POST"
) -> None:
    async def endpoint(request: Request, thing_id: UUID, body: Any) -> Response:
        return await runner.run(request, lambda tx, context: command(tx, context, thing_id, body))

    endpoint.__annotations__["body"] = body_type
    router.add_api_route(path, endpoint, methods=[method], name=path)
