"""What a task has to find out for its process (a quote, a serial number): asked with its resolution, reported before it.

So nobody closes a task and leaves its process with what was only estimated.
"""

from typing import Any
from uuid import UUID

from starlette.datastructures import FormData

from gateway.panel.desk import Desk
from gateway.panel.own_api import Refused
from gateway.panel.routes.processes import scenario_behind
from gateway.panel.screens.findings import findings_from, findings_of
from gateway.panel.screens.problems import faults_of
from gateway.panel.visit import Visit

Shown = dict[str, Any]


async def findings_asked(
    desk: Desk, visit: Visit, ticket: Shown, typed: Shown | None = None, refused: Refused | None = None
) -> list[Shown]:
    """The fields of what the task still has to find out; none where it is nobody's step, or not the viewer's."""
    step = ticket.get("step")
    if step is None:
        return []
    process = await desk.one(visit, "process", UUID(step["process_id"]))
    scenario = await scenario_behind(desk, visit, process)
    wrong = faults_of(refused.facts, visit.texts) if refused else {}
    return findings_of(process, scenario, step["step"], visit.viewer, typed or {}, wrong)


async def report_findings(desk: Desk, visit: Visit, ticket_id: UUID, form: FormData) -> None:
    """Reports what was typed with the resolution of a task; refuses when something it has to find out is missing."""
    ticket = await desk.one(visit, "ticket", ticket_id)
    if not await findings_asked(desk, visit, ticket):
        return
    step = ticket["step"]
    process = await desk.one(visit, "process", UUID(step["process_id"]))
    scenario = await scenario_behind(desk, visit, process)
    body = {"outputs": findings_from(scenario, step["step"], form), "complete": True}
    path = f"/processes/{process['id']}/steps/{step['step']}/findings"
    # The form's version is the ticket's.
    await desk.command(visit, path, body, FormData({"key": str(form.get("key") or "")}))
