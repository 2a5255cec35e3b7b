"""Processes: the list, one with its steps, and what can be done with it."""

import asyncio
from typing import Any
from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused, Reply
from gateway.panel.routes.choices import kinds_in, options_of
from gateway.panel.screens.decisions import decision_card
from gateway.panel.screens.filled_in import filled_in
from gateway.panel.screens.forms import Options
from gateway.panel.screens.lists import filter_of, list_page
from gateway.panel.screens.problems import faults_of
from gateway.panel.screens.process_forms import (
    body_of_form,
    forms_of,
    is_blocked,
    scenario_of,
    typed_again,
    with_what_is_named,
)
from gateway.panel.screens.processes import process_page, process_row
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

Shown = dict[str, Any]
_DONE = {
    "cancel": "process.cancelled",
    "start": "process.started_now",
    "form": "process.form_saved",
    "revise": "process.revised",
    "correct": "process.corrected",
    "findings": "process.findings_done",
}


def process_pages(desk: Desk) -> APIRouter:
    """`/processes` and below."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/processes")
    async def processes(request: Request) -> Response:
        visit = await desk.visit(request)
        query = dict(request.query_params)
        wanted = filter_of("processes", query, visit.viewer)
        found = await desk.listed(visit, "process", wanted, query.get("cursor"), 30)
        rows = [process_row(state, visit.viewer) for state in found.states]
        context = list_page("processes", "/processes", query, found.next, found.total)
        return await desk.page(visit, "processes.html", "processes", rows=rows, **context)

    @router.get("/processes/{id}")
    async def process(request: Request, id: UUID) -> Response:
        return await _answer(desk, await desk.visit(request), id)

    @router.post("/processes/{id}/{what}")
    async def do(request: Request, id: UUID, what: str) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        try:
            reply = await _do(desk, visit, id, what, form)
        except Refused as refused:
            return await _answer(desk, visit, id, what, form, refused)
        done = _DONE.get(what, "process.mended")
        return redirect(f"/processes/{id}", Flash(done, "process", str(id), reply.version))

    return router


async def _do(desk: Desk, visit: Visit, process_id: UUID, what: str, form: FormData) -> Reply:
    step, base = str(form.get("step") or ""), f"/processes/{process_id}"
    if what in ("cancel", "start"):
        body = {"reason": str(form.get("reason") or "")} if what == "cancel" else {}
        return await desk.command(visit, f"{base}/{what}", body, form)
    if what in ("form", "revise", "correct", "findings"):
        one = await desk.one(visit, "process", process_id)
        scenario = await scenario_behind(desk, visit, one)
        options = await _options(desk, visit, one, scenario)
        body = body_of_form(what, one, scenario, step, form, options)
        about = f"{base}/steps/{step}" if what in ("revise", "findings") else base
        return await desk.command(visit, f"{about}/{what}", body, form)
    if form.get("how") not in ("retry", "skip", "settle"):
        raise Refusal("http.not_found", "not_found")
    reason = {"reason": str(form.get("reason") or "")}
    return await desk.command(visit, f"{base}/steps/{step}/{form['how']}", reason, form)


async def _answer(
    desk: Desk, visit: Visit, process_id: UUID, typed_for: str | None = None, form: FormData | None = None,
    refused: Refused | None = None,
) -> Response:  # fmt: skip
    one = await desk.one(visit, "process", process_id)
    linked = Filter(linked_to=process_id)
    scenario, decisions, tasks = await asyncio.gather(
        scenario_behind(desk, visit, one), desk.listed(visit, "decision", linked),
        desk.listed(visit, "ticket", linked, limit=100),
    )  # fmt: skip
    options = await _options(desk, visit, one, scenario)
    wrong = faults_of(refused.facts, visit.texts) if refused else {}
    typed = dict(form or {})
    if form is not None and typed_for in ("form", "revise", "correct", "findings"):
        typed |= typed_again(typed_for, one, scenario, str(form.get("step") or ""), form)
    page = process_page(one, tasks.states, decisions.states, visit.texts, visit.viewer)
    cards = [decision_card(one, visit.viewer) for one in decisions.states]
    return await desk.page(
        visit, "process.html", "processes", status=refused.status if refused else 200, refused=refused,
        typed=typed, typed_for=typed_for, cards=[card for card in cards if card["open"]],
        filled_in=filled_in(scenario, one["inputs"], visit.viewer),
        forms=forms_of(one, scenario, visit.viewer, options, typed, wrong), **page,
    )  # fmt: skip


async def _options(desk: Desk, visit: Visit, process: Shown, scenario: Shown | None) -> Options:
    """What references in a form can be; looked up only where a draft or a question is to be changed."""
    revising = process["status"] == "draft" or any(step.get("revising") for step in process["steps"])
    if not revising and not is_blocked(process):
        return {}
    found = await options_of(desk, visit, process["client_id"], kinds_in((scenario or {}).get("inputs", [])))
    return with_what_is_named(found, process, scenario)


async def scenario_behind(desk: Desk, visit: Visit, process: Shown) -> Shown | None:
    """The scenario a process runs."""
    found = await desk.every(visit, "scenario", Filter())
    return scenario_of(process, found)
