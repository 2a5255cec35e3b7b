"""The pages of processes: the list, and a process with its steps and commands."""

import asyncio
from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError, Reply
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form
from gateway.panel.routes.form_options import read_options, reference_kinds
from gateway.panel.routes.lists import render_list
from gateway.panel.screens.decisions import decision_card
from gateway.panel.screens.form_fields import Options
from gateway.panel.screens.process_forms import (
    FORM_NAMES,
    body_of_form,
    find_scenario,
    forms_for,
    resubmitted_values,
    with_named_options,
)
from gateway.panel.screens.process_inputs import input_lines
from gateway.panel.screens.processes import process_page, process_row
from gateway.view.queries import Filter

_FLASH_KEYS = {
    "cancel": "process.cancelled",
    "start": "process.started_now",
    "form": "process.form_saved",
    "revise": "process.revised",
    "correct": "process.corrected",
    "findings": "process.findings_done",
}


router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/processes")
async def processes(context: Context) -> Response:
    return await render_list(context, "processes", "process", process_row, 30)


@router.get("/processes/{id}")
async def process(context: Context, id: UUID) -> Response:
    return await _render(context, id)


@router.post("/processes/{id}/{command}")
async def do(context: Context, id: UUID, command: str, form: Form) -> Response:
    try:
        reply = await _send_command(context, id, command, form)
    except ApiError as error:
        return await _render(context, id, command, form, error)
    key = _FLASH_KEYS.get(command, "process.mended")
    return redirect(f"/processes/{id}", Flash(key, "process", str(id), reply.version))


async def _send_command(context: PageContext, process_id: UUID, command: str, form: FormData) -> Reply:
    step, base = str(form.get("step") or ""), f"/processes/{process_id}"
    if command in ("cancel", "start"):
        body = {"reason": str(form.get("reason") or "")} if command == "cancel" else {}
        return await context.send_command(f"{base}/{command}", body, form)
    if command in FORM_NAMES:
        process = await context.thing("process", process_id)
        scenario = await read_scenario(context, process)
        body = body_of_form(command, process, scenario, step, form, await _options(context, process, scenario))
        path = f"{base}/steps/{step}" if command in ("revise", "findings") else base
        return await context.send_command(f"{path}/{command}", body, form)
    if form.get("how") not in ("retry", "skip", "settle"):
        raise Refusal("http.not_found", "not_found")
    reason = {"reason": str(form.get("reason") or "")}
    return await context.send_command(f"{base}/steps/{step}/{form['how']}", reason, form)


async def _render(
    context: PageContext, process_id: UUID, submitted_form: str | None = None, form: FormData | None = None,
    error: ApiError | None = None,
) -> Response:  # fmt: skip
    process = await context.thing("process", process_id)
    linked = Filter(linked_to=process_id)
    scenario, decisions, tasks = await asyncio.gather(
        read_scenario(context, process), context.things_page("decision", linked),
        context.things_page("ticket", linked, limit=100),
    )  # fmt: skip
    options = await _options(context, process, scenario)
    submitted = dict(form or {})
    if form is not None and submitted_form in FORM_NAMES:
        submitted |= resubmitted_values(submitted_form, process, scenario, str(form.get("step") or ""), form)
    cards = [decision_card(decision, context.viewer) for decision in decisions.states]
    return await render_page(
        context, "process.html", "processes", error=error, submitted=submitted, submitted_form=submitted_form,
        cards=[card for card in cards if card["open"]],
        input_lines=input_lines(scenario, process["inputs"], context.viewer),
        forms=forms_for(process, scenario, context.viewer, options, submitted, context.field_errors(error)),
        **process_page(process, tasks.states, decisions.states, context.texts, context.viewer),
    )  # fmt: skip


async def _options(context: PageContext, process: Json, scenario: Json | None) -> Options:
    """Returns the options of the page's forms; only a draft, a correction and a revision have any."""
    if not any(move in ("form", "correct") or move.endswith("/revise") for move in process.get("allowed") or ()):
        return {}
    kinds = reference_kinds((scenario or {}).get("inputs", []))
    return with_named_options(await read_options(context, process["client_id"], kinds), process, scenario)


async def read_scenario(context: PageContext, process: Json) -> Json | None:
    """Returns the scenario a process runs."""
    return find_scenario(process, await context.all_things("scenario", Filter()))
