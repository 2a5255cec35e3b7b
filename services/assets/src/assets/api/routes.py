"""The HTTP commands of assets: tables of name, body and decision. Sides and states are checked in the domain."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import contracts.assets.commands as bodies
from chassis.domain.refusal import Refusal
from chassis.http.authenticated_route import behind
from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Identity
from fastapi import APIRouter, Request
from starlette.responses import Response

from assets.api.moves import MOVES, PEOPLE_MOVES
from assets.commands.hand_over_asset import hand_over_asset, lend_asset
from assets.commands.move_asset import Decide, accept_handover
from assets.commands.move_by_decision import move_by_decision
from assets.commands.move_person import move_person
from assets.commands.register_asset import change_asset, order_asset, register_asset, request_asset
from assets.commands.register_model import register_model
from assets.commands.register_person import change_person, register_person
from assets.commands.remarking import with_remarks
from assets.commands.reserve_asset import reserve_asset


def routes(runner: CommandRunner) -> APIRouter:
    """All commands of the service."""
    router = APIRouter(route_class=behind(runner.identify))
    router.include_router(_records(runner))
    _giving(router, runner)
    for name, (body, choose) in MOVES.items():
        router.add_api_route(
            f"/assets/{{thing_id}}/{name}", _move(runner, name, body, choose), methods=["POST"], name=name
        )
    return router


def _records(runner: CommandRunner) -> APIRouter:
    """What only those who keep the records may do."""
    router = APIRouter(route_class=behind(runner.identify, check_keeper))
    _making(router, runner)
    _beginning(router, runner)
    _changing(router, runner)
    for name, (body, choose) in PEOPLE_MOVES.items():
        router.add_api_route(
            f"/people/{{thing_id}}/{name}", _move_person(runner, body, choose), methods=["POST"], name=name
        )
    return router


def check_keeper(identity: Identity) -> None:
    """The provider keeps the records; of the client, its administrators may too."""
    if identity.actor.side != "provider" and not identity.actor.has("administrator"):
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])


def _making(router: APIRouter, runner: CommandRunner) -> None:
    @router.post("/models", status_code=201)
    async def model(request: Request, body: bodies.RegisterModel) -> Response:
        return await runner.run(request, partial(register_model, body=body))

    @router.post("/people", status_code=201)
    async def person(request: Request, body: bodies.RegisterPerson) -> Response:
        return await runner.run(request, partial(register_person, body=body))

    @router.post("/assets", status_code=201)
    async def asset(request: Request, body: bodies.RegisterAsset) -> Response:
        return await runner.run(request, partial(register_asset, body=body))


def _beginning(router: APIRouter, runner: CommandRunner) -> None:
    @router.post("/assets/requests", status_code=201)
    async def ask(request: Request, body: bodies.OrderAsset) -> Response:
        return await runner.run(request, partial(request_asset, body=body))

    @router.post("/assets/orders", status_code=201)
    async def order(request: Request, body: bodies.OrderAsset) -> Response:
        return await runner.run(request, partial(order_asset, body=body))


def _changing(router: APIRouter, runner: CommandRunner) -> None:
    @router.patch("/people/{thing_id}")
    async def person(request: Request, thing_id: UUID, body: bodies.ChangePerson) -> Response:
        return await runner.run(request, partial(change_person, person_id=thing_id, body=body))

    @router.patch("/assets/{thing_id}")
    async def asset(request: Request, thing_id: UUID, body: bodies.ChangeAsset) -> Response:
        return await runner.run(request, partial(change_asset, asset_id=thing_id, body=body))


def _giving(router: APIRouter, runner: CommandRunner) -> None:
    @router.post("/assets/{thing_id}/reserve")
    async def reserve(request: Request, thing_id: UUID, body: bodies.ReserveAsset) -> Response:
        return await runner.run(request, partial(reserve_asset, asset_id=thing_id, body=body))

    @router.post("/assets/{thing_id}/loan")
    async def lend(request: Request, thing_id: UUID, body: bodies.LendAsset) -> Response:
        return await runner.run(request, partial(lend_asset, asset_id=thing_id, body=body))

    @router.post("/assets/{thing_id}/hand-over")
    async def hand_over(request: Request, thing_id: UUID, body: bodies.HandOverAsset) -> Response:
        return await runner.run(request, partial(hand_over_asset, asset_id=thing_id, body=body))

    @router.post("/handovers/{thing_id}/accept")
    async def accept(request: Request, thing_id: UUID) -> Response:
        return await runner.run(request, partial(accept_handover, handover_id=thing_id))


def _move(
    runner: CommandRunner, name: str, body_type: type[Any], choose: Callable[[Any], Decide]
) -> Callable[..., Any]:
    async def endpoint(request: Request, thing_id: UUID, body: Any) -> Response:
        decide = with_remarks(choose(body), body)
        decision = getattr(body, "decision_id", None)
        return await runner.run(
            request, lambda tx, context: move_by_decision(tx, context, thing_id, name, decide, decision)
        )

    endpoint.__annotations__["body"] = body_type
    return endpoint


def _move_person(runner: CommandRunner, body_type: type[Any], choose: Callable[[Any], Any]) -> Callable[..., Any]:
    async def endpoint(request: Request, thing_id: UUID, body: Any) -> Response:
        decide = with_remarks(choose(body), body)
        return await runner.run(request, lambda tx, context: move_person(tx, context, thing_id, decide))

    endpoint.__annotations__["body"] = body_type
    return endpoint
