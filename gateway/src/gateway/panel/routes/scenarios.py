"""Scenarios: the catalogue, the form with its preview, and the start: the client's; the provider prepares a draft."""

from typing import Any

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.routes.choices import kinds_in, options_of
from gateway.panel.screens.forms import fields_of, inputs_from, typed_in
from gateway.panel.screens.problems import faults_of
from gateway.panel.screens.process_forms import newest
from gateway.panel.screens.processes import preview_page
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

Shown = dict[str, Any]


def scenario_pages(desk: Desk) -> APIRouter:
    """`/scenarios` and below."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/scenarios")
    async def scenarios(request: Request) -> Response:
        visit = await desk.visit(request)
        found = await desk.every(visit, "scenario", Filter())
        return await desk.page(visit, "scenarios.html", "processes", scenarios=newest(found))

    @router.get("/scenarios/{key}")
    async def scenario(request: Request, key: str) -> Response:
        visit = await desk.visit(request)
        # A link may name what it is about: the rest is typed as always.
        named = dict(request.query_params)
        return await _form(desk, visit, await _scenario(desk, visit, key), named, named.get("client", ""))

    @router.post("/scenarios/{key}/preview")
    async def preview(request: Request, key: str) -> Response:
        visit = await desk.visit(request)
        wanted, form = await _scenario(desk, visit, key), await request.form()
        try:
            body = await _body(desk, visit, wanted, form)
            reply = await desk.command(visit, "/processes/preview", body, FormData())
        except Refused:
            return desk.part(visit, "preview.html", plan=None)
        return desk.part(visit, "preview.html", plan=preview_page(reply.state, visit.viewer))

    @router.post("/scenarios/{key}")
    async def start(request: Request, key: str) -> Response:
        visit = await desk.visit(request)
        wanted, form = await _scenario(desk, visit, key), await request.form()
        try:
            prepared = form.get("draft") == "true"
            inputs = await _body(desk, visit, wanted, form)
            body = {**inputs, "language": visit.viewer.language, "draft": prepared}
            reply = await desk.command(visit, "/processes", body, form)
        except Refused as refused:
            typed = typed_in(wanted["inputs"], form)
            return await _form(desk, visit, wanted, typed, str(form.get("client") or ""), refused)
        made = reply.state["id"]
        said = "scenario.prepared" if prepared else "scenario.done"
        return redirect(f"/processes/{made}", Flash(said, "process", made, reply.version))

    return router


async def _scenario(desk: Desk, visit: Visit, key: str) -> Shown:
    found = await desk.every(visit, "scenario", Filter())
    for one in newest(found):
        if one["key"] == key:
            return one
    raise Refusal("view.not_found", "not_found", kind="scenario", id=key)


async def _body(desk: Desk, visit: Visit, scenario: Shown, form: FormData) -> Shown:
    client = str(form.get("client") or "")
    options = await options_of(desk, visit, client, kinds_in(scenario["inputs"]))
    typed = typed_in(scenario["inputs"], form)
    inputs = inputs_from(scenario["inputs"], typed, options, scenario["currency"])
    body: Shown = {"scenario": scenario["key"], "inputs": inputs}
    return {**body, "client": client} if client else body


async def _form(
    desk: Desk, visit: Visit, scenario: Shown, typed: Shown, client: str, refused: Refused | None = None
) -> Response:
    options = await options_of(desk, visit, client, kinds_in(scenario["inputs"]))
    wrong = faults_of(refused.facts, visit.texts) if refused else {}
    fields = fields_of(scenario["inputs"], visit.viewer, options, typed, wrong)
    return await desk.page(
        visit, "scenario.html", "processes", status=refused.status if refused else 200, refused=refused,
        scenario=scenario, fields=fields, typed_client=client, plan=None,
    )  # fmt: skip
