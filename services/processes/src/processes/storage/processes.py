"""Processes and decisions in PostgreSQL, and the one `save` that writes rows and journal together.

A process and its decisions are saved in one transaction; processes are locked before their decisions, always.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.command import Answer, Context, check_version
from chassis.database import Transaction
from chassis.domain.refusal import Refusal
from chassis.journal.line import JournalLine
from chassis.journal.recording import with_key
from pydantic import TypeAdapter

from processes.domain import deciding, events
from processes.domain.decision import Decision
from processes.domain.decision_evolution import evolve_decision
from processes.domain.editable_fields import editable_fields
from processes.domain.evolution import evolve
from processes.domain.forecast import forecast
from processes.domain.process import Forecast, Process
from processes.domain.scenario import Scenario
from processes.domain.timers import next_timer
from processes.events import decision_line, process_line
from processes.public_states import decision_state, process_state
from processes.storage.row_writing import write_row

PROCESS: TypeAdapter[Process] = TypeAdapter(Process)
DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
_INSERT = """INSERT INTO process (id, client_id, version, scenario, open, wake_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7)"""
_UPDATE = """UPDATE process SET version = $3, scenario = $4, open = $5, wake_at = $6, state = $7
WHERE id = $1 AND client_id = $2"""
_INSERT_DECISION = """INSERT INTO decision (id, client_id, version, process_id, open, wake_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7)"""
_UPDATE_DECISION = """UPDATE decision SET version = $3, process_id = $4, open = $5, wake_at = $6, state = $7
WHERE id = $1 AND client_id = $2"""


async def get(transaction: Transaction, process_id: UUID, expected_version: int | None = None) -> Process:
    """Returns the process, locked; refuses when there is none or the version is another one."""
    state = await transaction.value("SELECT state FROM process WHERE id = $1 FOR UPDATE", process_id)
    if state is None:
        raise Refusal("processes.not_found", "not_found", id=str(process_id))
    process = PROCESS.validate_json(state)
    check_version(expected_version, process.version)
    return process


async def get_decision(
    transaction: Transaction, decision_id: UUID, expected_version: int | None = None
) -> tuple[Process, Decision]:
    """Returns a decision and its process, both locked."""
    process_id = await transaction.value("SELECT process_id FROM decision WHERE id = $1", decision_id)
    if process_id is None:
        raise Refusal("processes.decision_not_found", "not_found", id=str(decision_id))
    process = await get(transaction, process_id)
    state = await transaction.value("SELECT state FROM decision WHERE id = $1 FOR UPDATE", decision_id)
    decision = DECISION.validate_json(state)
    check_version(expected_version, decision.version)
    return process, decision


async def of_request(transaction: Transaction, request_id: UUID) -> tuple[UUID, str] | None:
    """Returns the process that made a request, and the kind of the request; None for requests of others."""
    row = await transaction.row("SELECT process_id, kind FROM request WHERE id = $1", request_id)
    return (row["process_id"], row["kind"]) if row else None


async def save(
    transaction: Transaction,
    context: Context,
    process: Process | None,
    happened: Sequence[events.Event],
    scenario: Scenario,
    *,
    principal: bool = True,
) -> Answer:
    """Saves a process with what happened to it, its requests and the decisions it asks for or takes back.

    The forecast is made once, for the process as it is at the end.
    """
    after = process
    lines: list[JournalLine] = []
    new_forecast = _forecast_after(process, happened, scenario, context.now)
    for event in happened:
        after = replace(evolve(after, event), forecast=new_forecast)
        after = replace(after, editable_fields=editable_fields(after, scenario))
        lines.append(process_line(context, event, after))
    assert after is not None, "a command without a process starts one"
    if not lines:
        return Answer(after.id, after.version, process_state(after))
    if principal:
        lines[-1] = with_key(lines[-1], context)
    values = (
        after.id,
        after.client_id,
        after.version,
        after.scenario,
        after.open,
        next_timer(after),
        PROCESS.dump_json(after).decode(),
    )
    await write_row(transaction, _INSERT if process is None else _UPDATE, values, lines)
    for event in happened:
        await _follow_up(transaction, context, after, event)
    return Answer(after.id, after.version, process_state(after), created=process is None)


def _forecast_after(
    process: Process | None, happened: Sequence[events.Event], scenario: Scenario, now: datetime
) -> Forecast | None:
    """Returns the forecast after the events; a task that only progressed does not change it."""
    if process is not None and all(isinstance(event, events.StepProgressed) for event in happened):
        return process.forecast
    ended = process
    for event in happened:
        ended = evolve(ended, event)
    return forecast(ended, scenario, now) if ended is not None else None


async def _follow_up(transaction: Transaction, context: Context, process: Process, event: events.Event) -> None:
    """Writes what belongs to the event beside the process, in the same transaction."""
    if isinstance(event, events.RequestMade):
        await transaction.execute(
            "INSERT INTO request (id, client_id, process_id, kind) VALUES ($1, $2, $3, $4)",
            event.request.id,
            process.client_id,
            process.id,
            event.request.kind,
        )
    elif isinstance(event, events.DecisionAsked):
        if event.supersedes is not None:
            _, old = await get_decision(transaction, event.supersedes)
            superseded = deciding.supersede(old, event.decision_id, event.by, event.at)
            await save_decision(transaction, context, old, superseded, principal=False)
        await save_decision(transaction, context, None, deciding.request_decision(process, event), principal=False)
    elif isinstance(event, events.DecisionWithdrawn):
        _, decision = await get_decision(transaction, event.decision_id)
        if decision.open:
            withdrawn = deciding.withdraw(decision, "process_ended", event.by, event.at)
            await save_decision(transaction, context, decision, withdrawn, principal=False)


async def save_decision(
    transaction: Transaction,
    context: Context,
    decision: Decision | None,
    happened: Sequence[events.Event],
    *,
    principal: bool = True,
) -> Answer:
    """Saves a decision with what happened to it."""
    after = decision
    lines: list[JournalLine] = []
    for event in happened:
        after = evolve_decision(after, event)
        lines.append(decision_line(context, event, after))
    assert after is not None, "a decision is asked for by a process"
    if not lines:
        return Answer(after.id, after.version, decision_state(after))
    if principal:
        lines[-1] = with_key(lines[-1], context)
    values = (
        after.id,
        after.client_id,
        after.version,
        after.process_id,
        after.open,
        after.next_timer,
        DECISION.dump_json(after).decode(),
    )
    await write_row(transaction, _INSERT_DECISION if decision is None else _UPDATE_DECISION, values, lines)
    return Answer(after.id, after.version, decision_state(after), created=decision is None)
