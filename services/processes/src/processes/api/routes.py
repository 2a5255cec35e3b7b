"""The HTTP commands of processes and decisions. Who may do what is judged in the domain, with the actor's side and roles."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import contracts.processes.commands as bodies
from chassis.clock import Clock
from chassis.commanding import Answer, CommandRunner
from chassis.context import Context
from chassis.database import Transaction
from chassis.door import behind
from chassis.identifiers import new_id
from fastapi import APIRouter, Request
from starlette.responses import Response

from processes.commands.change_process import Change, change_process
from processes.commands.decide import decide, view_decision
from processes.commands.start_process import start_process
from processes.domain import cancelling, correcting, mending, starting
from processes.domain.reading_values import read_values
from processes.queries.preview_process import preview_process
from processes.queries.prices_named import Prices, prices_named
from processes.scenarios.loader import Catalogue

Choose = Callable[[Any, str, Prices], Change]
"""From the body of a command (the step it is about, and what the things cost that it names) to the change it asks for."""

ON_PROCESS: dict[str, tuple[type[Any], Choose]] = {
    "form": (
        bodies.FillIn,
        lambda b, _, prices: lambda p, o: starting.fill_in(p, read_values(o.scenario.inputs, b.inputs, prices), o),
    ),
    "correct": (
        bodies.Correct,
        lambda b, _, prices: (
            lambda p, o: correcting.correct(p, read_values(o.scenario.inputs, b.inputs, prices), b.reason, o)
        ),
    ),
    "start": (bodies.NothingMore, lambda *_: starting.start_draft),
    "cancel": (bodies.WithReason, lambda b, *_: lambda p, o: cancelling.cancel(p, b.reason, o)),
    "give-up": (bodies.WithReason, lambda b, *_: lambda p, o: cancelling.give_up(p, b.reason, o)),
}
ON_STEP: dict[str, tuple[type[Any], Choose]] = {
    "retry": (bodies.WithReason, lambda b, step, _: lambda p, o: mending.retry(p, step, b.reason, o)),
    "skip": (bodies.WithReason, lambda b, step, _: lambda p, o: mending.skip(p, step, b.reason, o)),
    "settle": (bodies.WithReason, lambda b, step, _: lambda p, o: mending.accept_not_undone(p, step, b.reason, o)),
    "findings": (
        bodies.ReportFindings,
        lambda b, step, _: (
            lambda p, o: mending.report_findings(
                p, step, read_values(o.scenario.step(step).outputs, b.outputs), o, complete=b.complete
            )
        ),
    ),
    "revise": (
        bodies.Revise,
        lambda b, step, prices: (
            lambda p, o: mending.revise(p, step, read_values(o.scenario.inputs, b.inputs, prices), o)
        ),
    ),
}


def routes(runner: CommandRunner, catalogue: Catalogue, clock: Clock) -> APIRouter:
    """All commands of the service."""
    router = APIRouter(route_class=behind(runner.identify))

    @router.post("/processes", status_code=201)
    async def start(request: Request, body: bodies.StartProcess) -> Response:
        work = partial(start_process, body=body, catalogue=catalogue, process_id=new_id())
        return await runner.run(request, work)

    @router.post("/processes/preview")
    async def preview(request: Request, body: bodies.PreviewProcess) -> Response:
        async with runner.database.transaction(runner.identify(request).client_id) as transaction:
            found = await preview_process(transaction, body, catalogue, clock.now())
        return Response(found.model_dump_json(), media_type="application/json")

    @router.post("/decisions/{thing_id}/decide")
    async def decide_(request: Request, thing_id: UUID, body: bodies.Decide) -> Response:
        return await runner.run(request, partial(decide, decision_id=thing_id, body=body, catalogue=catalogue))

    @router.post("/decisions/{thing_id}/view")
    async def view(request: Request, thing_id: UUID) -> Response:
        return await runner.run(request, partial(view_decision, decision_id=thing_id))

    for name, (body, choose) in ON_PROCESS.items():
        router.add_api_route(
            f"/processes/{{thing_id}}/{name}", _on_process(runner, catalogue, body, choose), methods=["POST"], name=name
        )
    for name, (body, choose) in ON_STEP.items():
        router.add_api_route(
            f"/processes/{{thing_id}}/steps/{{step}}/{name}",
            _on_step(runner, catalogue, body, choose),
            methods=["POST"],
            name=name,
        )
    return router


def _on_process(
    runner: CommandRunner, catalogue: Catalogue, body_type: type[Any], choose: Choose
) -> Callable[..., Any]:
    async def endpoint(request: Request, thing_id: UUID, body: Any) -> Response:
        async def work(transaction: Transaction, context: Context) -> Answer:
            change = choose(body, "", await prices_named(transaction, getattr(body, "inputs", {})))
            return await change_process(transaction, context, thing_id, change, catalogue)

        return await runner.run(request, work)

    endpoint.__annotations__["body"] = body_type
    return endpoint


def _on_step(runner: CommandRunner, catalogue: Catalogue, body_type: type[Any], choose: Choose) -> Callable[..., Any]:
    async def endpoint(request: Request, thing_id: UUID, step: str, body: Any) -> Response:
        async def work(transaction: Transaction, context: Context) -> Answer:
            change = choose(body, step, await prices_named(transaction, getattr(body, "inputs", {})))
            return await change_process(transaction, context, thing_id, change, catalogue)

        return await runner.run(request, work)

    endpoint.__annotations__["body"] = body_type
    return endpoint
