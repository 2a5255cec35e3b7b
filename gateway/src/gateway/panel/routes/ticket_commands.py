"""What one can do with a ticket: from its page (then the page again), or from the queue (then only the row)."""

from typing import Any
from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.routes.findings import findings_asked, report_findings
from gateway.panel.routes.tickets import colleagues_of, ticket_answer
from gateway.panel.screens.problems import notice_of
from gateway.panel.screens.ticket_actions import ACTIONS, Action
from gateway.panel.screens.ticket_bodies import body_of, path_of_move
from gateway.panel.screens.tickets import ticket_row
from gateway.panel.visit import Visit

_MOVES = {action.move: action for action in ACTIONS}


def ticket_command_pages(desk: Desk) -> APIRouter:
    """`/tickets/{id}/{move}`: GET for the dialog of the queue, POST to do it."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/tickets/{id}/{move}")
    async def dialog(request: Request, id: UUID, move: str, at_least: int | None = None) -> Response:
        visit = await desk.visit(request)
        return await _dialog(desk, visit, id, _action(move), {}, at_least=at_least)

    @router.post("/tickets/{id}/{move}")
    async def do(request: Request, id: UUID, move: str) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        if move != "messages":
            _action(move)
        try:
            return await _do(desk, visit, id, move, form)
        except Refused as refused:
            if visit.live:
                return await _dialog(desk, visit, id, _action(move), dict(form), refused)
            return await ticket_answer(desk, visit, id, typed_for=move, typed=dict(form), refused=refused)

    return router


async def _do(desk: Desk, visit: Visit, ticket_id: UUID, move: str, form: FormData) -> Response:
    colleagues = dict(await colleagues_of(desk, visit)) if move == "assign" else {}
    if move == "resolve":
        await report_findings(desk, visit, ticket_id, form)
    body = body_of(move, dict(form), visit.viewer.zone, colleagues)
    reply = await desk.command(visit, f"/tickets/{ticket_id}/{path_of_move(move)}", body, form)
    if visit.live:
        row = ticket_row(reply.state, visit.viewer)
        response = desk.part(visit, "ticket_row.html", row=row, with_actions=True)
        response.headers["HX-Trigger"] = "done"
        return response
    path = "/queue" if form.get("back") == "queue" else f"/tickets/{ticket_id}"
    return redirect(path, Flash(f"act.ticket.{move}.done", "ticket", str(ticket_id), reply.version))


async def _dialog(
    desk: Desk, visit: Visit, ticket_id: UUID, action: Action, typed: dict[str, Any], refused: Refused | None = None,
    at_least: int | None = None,
) -> Response:  # fmt: skip
    one = await desk.one(visit, "ticket", ticket_id, at_least)
    problem = notice_of(refused.code, refused.facts, visit.texts)["title"] if refused else None
    colleagues = await colleagues_of(desk, visit) if "assignee" in action.asks else []
    findings = await findings_asked(desk, visit, one, typed, refused) if action.move == "resolve" else []
    response = desk.part(
        visit, "ticket_dialog.html", status=refused.status if refused else 200, ticket=one, action=action,
        problem=problem, typed=typed, typed_for=action.move, colleagues=colleagues, findings=findings,
    )  # fmt: skip
    if refused is not None:
        response.headers["HX-Retarget"] = "#dialog-body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _action(move: str) -> Action:
    if move not in _MOVES:
        raise Refusal("http.not_found", "not_found")
    return _MOVES[move]
