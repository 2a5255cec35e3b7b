"""The pages of scenarios: the catalogue, and the form with its preview. The client starts; the provider prepares drafts."""

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page, render_part
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form
from gateway.panel.routes.form_options import read_options, reference_kinds
from gateway.panel.screens.form_fields import fields_of, inputs_from, submitted_values
from gateway.panel.screens.process_forms import newest_versions
from gateway.panel.screens.processes import preview_page
from gateway.view.queries import Filter

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/scenarios")
async def scenarios(context: Context) -> Response:
    found = await context.all_things("scenario", Filter())
    return await render_page(context, "scenarios.html", "processes", scenarios=newest_versions(found))


@router.get("/scenarios/{key}")
async def scenario(request: Request, context: Context, key: str) -> Response:
    # A link may fill in fields.
    values = dict(request.query_params)
    return await _form(context, await _scenario(context, key), values, values.get("client", ""))


@router.post("/scenarios/{key}/preview")
async def preview(context: Context, key: str, form: Form) -> Response:
    scenario = await _scenario(context, key)
    try:
        body = await _body(context, scenario, form)
        reply = await context.send_command("/processes/preview", body, FormData())
    except ApiError:
        return render_part(context, "preview.html", plan=None)
    return render_part(context, "preview.html", plan=preview_page(reply.state, context.viewer))


@router.post("/scenarios/{key}")
async def start(context: Context, key: str, form: Form) -> Response:
    scenario = await _scenario(context, key)
    try:
        prepared = form.get("draft") == "true"
        inputs = await _body(context, scenario, form)
        body = {**inputs, "language": context.viewer.language, "draft": prepared}
        reply = await context.send_command("/processes", body, form)
    except ApiError as error:
        submitted = submitted_values(scenario["inputs"], form)
        return await _form(context, scenario, submitted, str(form.get("client") or ""), error)
    process_id = reply.state["id"]
    flash_key = "scenario.prepared" if prepared else "scenario.done"
    return redirect(f"/processes/{process_id}", Flash(flash_key, "process", process_id, reply.version))


async def _scenario(context: PageContext, key: str) -> Json:
    for scenario in newest_versions(await context.all_things("scenario", Filter())):
        if scenario["key"] == key:
            return scenario
    raise Refusal("view.not_found", "not_found", kind="scenario", id=key)


async def _body(context: PageContext, scenario: Json, form: FormData) -> Json:
    client = str(form.get("client") or "")
    options = await read_options(context, client, reference_kinds(scenario["inputs"]))
    submitted = submitted_values(scenario["inputs"], form)
    inputs = inputs_from(scenario["inputs"], submitted, options, context.viewer.currency_of(client))
    body: Json = {"scenario": scenario["key"], "inputs": inputs}
    return {**body, "client": client} if client else body


async def _form(
    context: PageContext, scenario: Json, submitted: Json, client: str, error: ApiError | None = None
) -> Response:
    options = await read_options(context, client, reference_kinds(scenario["inputs"]))
    fields = fields_of(scenario["inputs"], context.viewer, options, submitted, context.field_errors(error))
    return await render_page(
        context, "scenario.html", "processes", error=error, scenario=scenario, fields=fields, client=client, plan=None
    )
