"""The HTTP commands of processes and decisions. Who may do what is judged in the domain, with the actor's side and roles."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import contracts.processes.commands as bodies
from chassis.http.authenticated_route import behind
from chassis.http.command_runner import CommandRunner
from chassis.identifiers import new_id
from chassis.process.clock import Clock
from fastapi import APIRouter, Request
from starlette.responses import Response

from processes.commands.change_process import Change, change_process
from processes.commands.decide import decide, view_decision
from processes.commands.start_process import start_process
from processes.domain import cancelling, correcting, mending, starting
from processes.domain.events import Event
from processes.domain.process import Process
from processes.domain.reading_values import ids_in, read_values
from processes.domain.unfolding import Occasion
from processes.domain.values import Value
from processes.queries.preview_process import preview_process
from processes.scenarios.loader import Catalogue

Choose = Callable[[Any, str], Change]
"""From the body of a command and the step it is about to the change it asks for."""


def _inputs(body: Any, occasion: Occasion) -> dict[str, Value]:
    return read_values(occasion.scenario.inputs, body.inputs, occasion.prices)


def _emptied(given: Mapping[str, Any]) -> dict[str, Value]:
    return dict.fromkeys(key for key, value in given.items() if value in (None, ""))


def _revise(body: bodies.Revise, step: str) -> Change:
    def change(process: Process, occasion: Occasion) -> Sequence[Event]:
        outputs = {key: occasion.scenario.step(key).outputs for key in body.findings}
        findings = {key: _emptied(found) | read_values(outputs[key], found) for key, found in body.findings.items()}
        return mending.revise(process, step, _emptied(body.inputs) | _inputs(body, occasion), occasion, findings)

    return change


def _findings(body: bodies.ReportFindings, step: str) -> Change:
    def change(process: Process, occasion: Occasion) -> Sequence[Event]:
        found = read_values(occasion.scenario.step(step).outputs, body.outputs)
        return mending.report_findings(process, step, found, occasion, complete=body.complete)

    return change


ON_PROCESS: dict[str, tuple[type[Any], Choose]] = {
    "form": (bodies.FillIn, lambda b, _: lambda p, o: starting.fill_in(p, _inputs(b, o), o)),
    "correct": (bodies.Correct, lambda b, _: lambda p, o: correcting.correct(p, _inputs(b, o), b.reason, o)),
    "start": (bodies.NothingMore, lambda *_: starting.start_draft),
    "cancel": (bodies.WithReason, lambda b, _: lambda p, o: cancelling.cancel(p, b.reason, o)),
    "give-up": (bodies.WithReason, lambda b, _: lambda p, o: cancelling.give_up(p, b.reason, o)),
}
ON_STEP: dict[str, tuple[type[Any], Choose]] = {
    "retry": (bodies.WithReason, lambda b, step: lambda p, o: mending.retry(p, step, b.reason, o)),
    "skip": (bodies.WithReason, lambda b, step: lambda p, o: mending.skip(p, step, b.reason, o)),
    "settle": (bodies.WithReason, lambda b, step: lambda p, o: mending.accept_not_undone(p, step, b.reason, o)),
    "findings": (bodies.ReportFindings, _findings),
    "revise": (bodies.Revise, _revise),
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
        return await _change(runner, catalogue, request, thing_id, body, choose(body, ""))

    endpoint.__annotations__["body"] = body_type
    return endpoint


def _on_step(runner: CommandRunner, catalogue: Catalogue, body_type: type[Any], choose: Choose) -> Callable[..., Any]:
    async def endpoint(request: Request, thing_id: UUID, step: str, body: Any) -> Response:
        return await _change(runner, catalogue, request, thing_id, body, choose(body, step))

    endpoint.__annotations__["body"] = body_type
    return endpoint


async def _change(
    runner: CommandRunner, catalogue: Catalogue, request: Request, thing_id: UUID, body: Any, change: Change
) -> Response:
    named = ids_in(getattr(body, "inputs", {}))
    return await runner.run(
        request, lambda tx, context: change_process(tx, context, thing_id, change, catalogue, named)
    )
