"""The HTTP commands on tickets: a table of name, body and decision. Sides and states are checked in the domain."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import contracts.tickets.commands as bodies
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.http.authenticated_route import authenticated
from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Identity
from chassis.identifiers import new_id
from contracts.tickets.history import HistoryBatch
from fastapi import APIRouter, Request
from starlette.responses import Response

from tickets.commands.change_ticket import Decide, change_ticket
from tickets.commands.import_history import import_history
from tickets.commands.open_ticket import open_ticket
from tickets.commands.resolve_ticket import resolve_ticket
from tickets.domain import decisions
from tickets.domain.ticket import Named, account_of
from tickets.storage.numbers import Numbers

Choose = Callable[[Any], Decide]
"""From the body of a command to the decision it asks for."""


def _assignee(body: bodies.AssignTicket, by: Actor) -> Named | None:
    if body.assignee is not None:
        return Named(body.assignee.id, body.assignee.name)
    return account_of(by) if body.team is None else None


COMMANDS: dict[str, tuple[type[Any], Choose]] = {
    "assign": (
        bodies.AssignTicket,
        lambda b: lambda t, by, now: decisions.assign(t, _assignee(b, by), b.team, by, now),
    ),
    "work": (bodies.Nothing, lambda _: decisions.work),
    "ask": (
        bodies.AskClient,
        lambda b: lambda t, by, now: decisions.ask(t, b.question, b.waiting_for, b.answer_by, by, now),
    ),
    "answer": (bodies.AnswerQuestion, lambda b: lambda t, by, now: decisions.answer(t, b.answer, by, now)),
    "messages": (
        bodies.AddMessage,
        lambda b: lambda t, by, now: decisions.write(t, new_id(), b.text, b.internal, by, now),
    ),
    "hold": (bodies.HoldTicket, lambda b: lambda t, by, now: decisions.hold(t, b.reason, b.note, b.until, by, now)),
    "resume": (bodies.ResumeTicket, lambda b: lambda t, by, now: decisions.resume(t, b.note, by, now)),
    "priority": (
        bodies.SetPriority,
        lambda b: lambda t, by, now: decisions.prioritise(t, b.priority, b.reason, by, now),
    ),
    "accept": (bodies.Nothing, lambda _: decisions.accept),
    "reopen": (bodies.GiveReason, lambda b: lambda t, by, now: decisions.reopen(t, b.reason, by, now)),
    "reject": (bodies.GiveReason, lambda b: lambda t, by, now: decisions.reject(t, b.reason, by, now)),
    "withdraw": (bodies.GiveReason, lambda b: lambda t, by, now: decisions.withdraw(t, b.reason, by, now)),
}
"""`POST /tickets/{id}/<name>`: the body it takes, and the decision it asks for."""


def ticket_routes(runner: CommandRunner, numbers: Numbers, accept_days: int) -> APIRouter:
    """All commands on tickets; `accept_days` are the working days in which the client may object to a resolution."""
    router = APIRouter(prefix="/tickets", tags=["tickets"], route_class=authenticated(runner.identify))
    router.include_router(_history_routes(runner, numbers))

    @router.post("", status_code=201)
    async def open_(request: Request, body: bodies.OpenTicket) -> Response:
        number = await numbers.next(runner.identify(request).client_id)
        work = partial(open_ticket, body=body, ticket_id=new_id(), number=number)
        return await runner.run(request, work)

    @router.post("/{ticket_id}/resolve")
    async def resolve(request: Request, ticket_id: UUID, body: bodies.ResolveTicket) -> Response:
        work = partial(resolve_ticket, ticket_id=ticket_id, body=body, accept_days=accept_days)
        return await runner.run(request, work)

    for name, (body, choose) in COMMANDS.items():
        router.add_api_route(f"/{{ticket_id}}/{name}", _endpoint(runner, body, choose), methods=["POST"], name=name)
    return router


def _history_routes(runner: CommandRunner, numbers: Numbers) -> APIRouter:
    router = APIRouter(route_class=authenticated(runner.identify, _check_importer))

    @router.post("/history")
    async def history(request: Request, batch: HistoryBatch) -> Response:
        if batch.client != runner.identify(request).client_id:
            raise Refusal("tickets.history_of_another_client", "invalid", client=str(batch.client))
        return await runner.run(request, partial(import_history, batch=batch, numbers=numbers))

    return router


def _check_importer(identity: Identity) -> None:
    if identity.actor.side != "provider" or not identity.actor.has("administrator", "coordinator"):
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator", "coordinator"])


def _endpoint(runner: CommandRunner, body_type: type[Any], choose: Choose) -> Callable[..., Any]:
    async def endpoint(request: Request, ticket_id: UUID, body: Any) -> Response:
        decide = choose(body)
        return await runner.run(request, lambda tx, context: change_ticket(tx, context, ticket_id, decide))

    nothing = body_type is bodies.Nothing
    endpoint.__annotations__["body"] = body_type | None if nothing else body_type
    if nothing:
        endpoint.__defaults__ = (None,)
    return endpoint
