"""Sends the commands of a ticket's page (which renders the page again) and of the queue (which renders only the row)."""

from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_part
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form
from gateway.panel.routes.findings import read_finding_fields, report_findings
from gateway.panel.routes.tickets import colleagues_of, render_ticket
from gateway.panel.screens.problems import refusal_notice
from gateway.panel.screens.ticket_actions import ACTIONS, TicketAction
from gateway.panel.screens.ticket_bodies import body_of, command_of_move
from gateway.panel.screens.tickets import ticket_row

_MOVES = {action.move: action for action in ACTIONS}


router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/tickets/{id}/{move}")
async def dialog(context: Context, id: UUID, move: str, at_least: int | None = None) -> Response:
    return await _dialog(context, id, _action(move), {}, at_least=at_least)


@router.post("/tickets/{id}/{move}")
async def do(context: Context, id: UUID, move: str, form: Form) -> Response:
    if move != "messages":
        _action(move)
    try:
        return await _send_command(context, id, move, form)
    except ApiError as error:
        if context.live:
            return await _dialog(context, id, _action(move), dict(form), error)
        return await render_ticket(context, id, submitted_form=move, submitted=dict(form), error=error)


async def _send_command(context: PageContext, ticket_id: UUID, move: str, form: FormData) -> Response:
    colleagues = dict(await colleagues_of(context)) if move == "assign" else {}
    if move == "resolve":
        await report_findings(context, ticket_id, form)
    body = body_of(move, dict(form), context.viewer.zone, colleagues)
    reply = await context.send_command(f"/tickets/{ticket_id}/{command_of_move(move)}", body, form)
    if context.live:
        row = ticket_row(reply.state, context.viewer)
        response = render_part(context, "ticket_row.html", row=row, with_actions=True)
        response.headers["HX-Trigger"] = "done"
        return response
    path = "/queue" if form.get("back") == "queue" else f"/tickets/{ticket_id}"
    return redirect(path, Flash(f"act.ticket.{move}.done", "ticket", str(ticket_id), reply.version))


async def _dialog(
    context: PageContext, ticket_id: UUID, action: TicketAction, submitted: Json, error: ApiError | None = None,
    at_least: int | None = None,
) -> Response:  # fmt: skip
    ticket = await context.thing("ticket", ticket_id, at_least)
    problem = refusal_notice(error.code, error.facts, context.texts)["title"] if error else None
    colleagues = await colleagues_of(context) if "assignee" in action.extra_fields else []
    findings = await read_finding_fields(context, ticket, submitted, error) if action.move == "resolve" else []
    response = render_part(
        context, "ticket_dialog.html", status=error.status if error else 200, ticket=ticket, action=action, problem=problem,
        submitted=submitted, submitted_form=action.move, colleagues=colleagues, findings=findings,
    )  # fmt: skip
    if error is not None:
        response.headers["HX-Retarget"] = "#dialog-body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _action(move: str) -> TicketAction:
    if move not in _MOVES:
        raise Refusal("http.not_found", "not_found")
    return _MOVES[move]
