"""The pages of decisions: the list, a single decision, and deciding."""

from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form
from gateway.panel.routes.lists import render_list
from gateway.panel.screens.decisions import decision_card, decision_page

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/decisions")
async def decisions(context: Context) -> Response:
    return await render_list(context, "decisions", "decision", decision_card, 30)


@router.get("/decisions/{id}")
async def decision(context: Context, id: UUID) -> Response:
    await _record_view(context, id)
    return await _render(context, id)


@router.post("/decisions/{id}")
async def decide(context: Context, id: UUID, form: Form) -> Response:
    body = {name: str(form[name]) for name in ("verdict", "option", "reason") if form.get(name)}
    if body.get("verdict") != "approved":
        body.pop("option", None)
    try:
        reply = await context.send_command(f"/decisions/{id}/decide", body, form)
    except ApiError as error:
        return await _render(context, id, dict(form), error)
    # After a request for changes the process shows who makes them; it may be the caller's own move.
    changes = body.get("verdict") == "changes_requested"
    path = f"/processes/{reply.state['process_id']}" if changes else f"/decisions/{id}"
    key = "decision.changes_asked" if changes else "decision.done"
    return redirect(path, Flash(key, "decision", str(id), reply.version))


async def _record_view(context: PageContext, decision_id: UUID) -> None:
    """Records that somebody who may decide has opened the question, and waits for that version."""
    decision = await context.thing("decision", decision_id)
    if decision["status"] != "requested" or "decide" not in (decision.get("allowed") or ()):
        return
    try:
        reply = await context.send_command(f"/decisions/{decision_id}/view", {}, FormData())
        await context.thing("decision", decision_id, reply.version)
    except (ApiError, Refusal):
        return  # somebody else has opened it meanwhile, or it cannot be recorded now; the question is shown anyway


async def _render(
    context: PageContext, decision_id: UUID, submitted: Json | None = None, error: ApiError | None = None
) -> Response:
    decision = await context.thing("decision", decision_id)
    reason_missing = error is not None and error.code == "processes.reason_missing"
    return await render_page(
        context, "decision.html", "decisions", error=error, submitted=submitted, submitted_form=str(decision_id),
        reason_missing=reason_missing, **decision_page(decision, context.texts, context.viewer),
    )  # fmt: skip
