"""Asks for the findings of a task (a quote, a serial number) with its resolution, and reports them before it.

So no task is closed while its process still relies on estimates.
"""

from uuid import UUID

from starlette.datastructures import FormData

from gateway.json_object import Json
from gateway.panel.in_process_api import ApiError
from gateway.panel.page_context import PageContext
from gateway.panel.routes.processes import read_scenario
from gateway.panel.screens.findings import finding_fields, findings_from_form


async def read_finding_fields(
    context: PageContext, ticket: Json, submitted: Json | None = None, error: ApiError | None = None
) -> list[Json]:
    """Returns the fields of a task's findings; none if it is not a step, or not one of the viewer's side."""
    step = ticket.get("step")
    if step is None:
        return []
    process = await context.thing("process", UUID(step["process_id"]))
    scenario = await read_scenario(context, process)
    field_errors = context.field_errors(error)
    return finding_fields(process, scenario, step["step"], context.viewer, submitted or {}, field_errors)


async def report_findings(context: PageContext, ticket_id: UUID, form: FormData) -> None:
    """Reports the findings submitted with a task's resolution; raises `ApiError` if one is missing."""
    ticket = await context.thing("ticket", ticket_id)
    if not await read_finding_fields(context, ticket):
        return
    step = ticket["step"]
    process = await context.thing("process", UUID(step["process_id"]))
    scenario = await read_scenario(context, process)
    body = {"outputs": findings_from_form(process, scenario, step["step"], form), "complete": True}
    path = f"/processes/{process['id']}/steps/{step['step']}/findings"
    # The form's version is the ticket's, so it is not sent for the process.
    await context.send_command(path, body, FormData({"key": str(form.get("key") or "")}))
