"""The one `save` of a process: its row and journal, the requests it makes, and the decisions it asks for or takes back.

Everything is saved in one transaction.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.event import Event

from processes.domain import deciding, events
from processes.domain.editable_fields import editable_fields
from processes.domain.evolution import evolve
from processes.domain.forecast import forecast, with_forecast
from processes.domain.process import Process
from processes.domain.scenario import Scenario
from processes.storage import requests
from processes.storage.decisions import DECISIONS, get_with_process
from processes.storage.processes import PROCESSES


async def save(
    transaction: Transaction,
    context: Context,
    process: Process | None,
    happened: Sequence[Event],
    scenario: Scenario,
    *,
    answers: bool = True,
) -> Answer:
    """Saves a process with what happened to it. The forecast is made once, for the process as it is at the end."""
    if not happened:
        return await PROCESSES.save(transaction, context, process, happened)
    after: Process = reduce(evolve, happened, process)  # type: ignore[assignment]
    progressed = process is not None and all(isinstance(event, events.StepProgressed) for event in happened)
    found = None if progressed else forecast(after, scenario, context.now)

    def evolve_with_outlook(before: Process | None, event: Event) -> Process:
        changed = evolve(before, event)
        changed = changed if found is None else with_forecast(changed, found)
        return replace(changed, editable_fields=editable_fields(changed, scenario))

    answer = await PROCESSES.save(transaction, context, process, happened, answers=answers, evolve=evolve_with_outlook)
    for event in happened:
        await _follow_up(transaction, context, after, event)
    return answer


async def _follow_up(transaction: Transaction, context: Context, process: Process, event: Event) -> None:
    """Writes what belongs to the event beside the process."""
    if isinstance(event, events.RequestMade):
        await requests.keep(transaction, process, event.request)
    elif isinstance(event, events.DecisionAsked):
        if event.supersedes is not None:
            _, old = await get_with_process(transaction, event.supersedes)
            superseded = deciding.supersede(old, event.decision_id, event.by, event.at)
            await DECISIONS.save(transaction, context, old, superseded, answers=False)
        asked = deciding.request_decision(process, event)
        await DECISIONS.save(transaction, context, None, asked, answers=False)
    elif isinstance(event, events.DecisionDropped):
        _, decision = await get_with_process(transaction, event.decision_id)
        if decision.open:
            withdrawn = deciding.withdraw(decision, "process_ended", event.by, event.at)
            await DECISIONS.save(transaction, context, decision, withdrawn, answers=False)
