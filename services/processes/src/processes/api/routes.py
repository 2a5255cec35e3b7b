"""The HTTP commands of processes and decisions. `domain/moves.py` says who may do what."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import contracts.processes.commands as bodies
from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from chassis.http.authenticated_route import authenticated
from chassis.http.command_runner import CommandRunner
from chassis.identifiers import new_id
from chassis.process.clock import Clock
from fastapi import APIRouter, Request
from starlette.responses import Response

from processes.commands.change_process import Change, change_process
from processes.commands.decide import decide, view_decision
from processes.commands.start_process import start_process
from processes.domain import cancelling, correcting, revising, starting, step_commands
from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.reading_values import ids_in, read_values
from processes.domain.values import Value
from processes.queries.preview_process import preview_process
from processes.scenarios.loader import Catalogue
from processes.storage.clients import CLIENT_UNKNOWN

MakeChange = Callable[[Any, str], Change]
"""Makes the change of a process from the body of a command and the key of a step."""


def _inputs(body: Any, context: ProcessContext) -> dict[str, Value]:
    return read_values(context.scenario.inputs, body.inputs, context.prices)


def _emptied(given: Mapping[str, Any]) -> dict[str, Value]:
    return dict.fromkeys(key for key, value in given.items() if value in (None, ""))


def _revise(body: bodies.Revise, step: str) -> Change:
    def change(process: Process, context: ProcessContext) -> Sequence[Event]:
        outputs = {key: context.scenario.step(key).outputs for key in body.findings}
        findings = {key: _emptied(found) | read_values(outputs[key], found) for key, found in body.findings.items()}
        changes = _emptied(body.inputs) | _inputs(body, context)
        return revising.revise(process, step, changes, context, findings)

    return change


def _findings(body: bodies.ReportFindings, step: str) -> Change:
    def change(process: Process, context: ProcessContext) -> Sequence[Event]:
        found = read_values(context.scenario.step(step).outputs, body.outputs)
        return step_commands.report_findings(process, step, found, context, complete=body.complete)

    return change


PROCESS_COMMANDS: dict[str, tuple[type[Any], MakeChange]] = {
    "form": (bodies.FillIn, lambda b, _: lambda p, c: starting.fill_in(p, _inputs(b, c), c)),
    "correct": (bodies.Correct, lambda b, _: lambda p, c: correcting.correct(p, _inputs(b, c), b.reason, c)),
    "start": (bodies.NothingMore, lambda *_: starting.start_draft),
    "cancel": (bodies.WithReason, lambda b, _: lambda p, c: cancelling.cancel(p, b.reason, c)),
    "give-up": (bodies.WithReason, lambda b, _: lambda p, c: cancelling.give_up(p, b.reason, c)),
}
STEP_COMMANDS: dict[str, tuple[type[Any], MakeChange]] = {
    "retry": (bodies.WithReason, lambda b, step: lambda p, c: step_commands.retry(p, step, b.reason, c)),
    "skip": (bodies.WithReason, lambda b, step: lambda p, c: step_commands.skip(p, step, b.reason, c)),
    "settle": (bodies.WithReason, lambda b, step: lambda p, c: step_commands.settle(p, step, b.reason, c)),
    "findings": (bodies.ReportFindings, _findings),
    "revise": (bodies.Revise, _revise),
}


def routes(runner: CommandRunner, catalogue: Catalogue, clock: Clock) -> APIRouter:
    """All commands of the service."""
    router = APIRouter(route_class=authenticated(runner.identify))

    @router.post("/processes", status_code=201)
    async def start(request: Request, body: bodies.StartProcess) -> Response:
        work = partial(start_process, body=body, catalogue=catalogue, process_id=new_id())
        return await _once_known(lambda: runner.run(request, work))

    @router.post("/processes/preview")
    async def preview(request: Request, body: bodies.PreviewProcess) -> Response:
        client_id = runner.identify(request).client_id

        async def simulate() -> Response:
            async with runner.database.transaction(client_id) as transaction:
                found = await preview_process(transaction, client_id, body, catalogue, clock.now())
            return Response(found.model_dump_json(), media_type="application/json")

        return await _once_known(simulate)

    @router.post("/decisions/{thing_id}/decide")
    async def decide_(request: Request, thing_id: UUID, body: bodies.Decide) -> Response:
        return await runner.run(request, partial(decide, decision_id=thing_id, body=body, catalogue=catalogue))

    @router.post("/decisions/{thing_id}/view")
    async def view(request: Request, thing_id: UUID) -> Response:
        return await runner.run(request, partial(view_decision, decision_id=thing_id))

    for name, (body, make_change) in PROCESS_COMMANDS.items():
        router.add_api_route(
            f"/processes/{{thing_id}}/{name}",
            _on_process(runner, catalogue, body, make_change),
            methods=["POST"],
            name=name,
        )
    for name, (body, make_change) in STEP_COMMANDS.items():
        router.add_api_route(
            f"/processes/{{thing_id}}/steps/{{step}}/{name}",
            _on_step(runner, catalogue, body, make_change),
            methods=["POST"],
            name=name,
        )
    return router


async def _once_known(act: Callable[[], Awaitable[Response]]) -> Response:
    """Waits for what the gateway tells of a client that has only just joined, two seconds at most."""
    for _ in range(8):
        try:
            return await act()
        except Refusal as refusal:
            if refusal.code != CLIENT_UNKNOWN:
                raise
            await asyncio.sleep(0.25)
    return await act()


def _on_process(
    runner: CommandRunner, catalogue: Catalogue, body_type: type[Any], make_change: MakeChange
) -> Callable[..., Any]:
    async def endpoint(request: Request, thing_id: UUID, body: Any) -> Response:
        return await _change(runner, catalogue, request, thing_id, body, make_change(body, ""))

    endpoint.__annotations__["body"] = body_type
    return endpoint


def _on_step(
    runner: CommandRunner, catalogue: Catalogue, body_type: type[Any], make_change: MakeChange
) -> Callable[..., Any]:
    async def endpoint(request: Request, thing_id: UUID, step: str, body: Any) -> Response:
        return await _change(runner, catalogue, request, thing_id, body, make_change(body, step))

    endpoint.__annotations__["body"] = body_type
    return endpoint


async def _change(
    runner: CommandRunner, catalogue: Catalogue, request: Request, thing_id: UUID, body: Any, change: Change
) -> Response:
    named = ids_in(getattr(body, "inputs", {}))
    return await runner.run(
        request, lambda tx, context: change_process(tx, context, thing_id, change, catalogue, named)
    )
