"""Decisions: the list, one, and deciding."""

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
from gateway.panel.screens.decisions import decision_card, decision_page
from gateway.panel.screens.lists import filter_of, list_page
from gateway.panel.visit import Visit

Shown = dict[str, Any]


def decision_pages(desk: Desk) -> APIRouter:
    """`/decisions` and below."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/decisions")
    async def decisions(request: Request) -> Response:
        visit = await desk.visit(request)
        query = dict(request.query_params)
        wanted = filter_of("decisions", query, visit.viewer)
        found = await desk.listed(visit, "decision", wanted, query.get("cursor"), 30)
        cards = [decision_card(state, visit.viewer) for state in found.states]
        context = list_page("decisions", "/decisions", query, found.next, found.total)
        return await desk.page(visit, "decisions.html", "decisions", cards=cards, **context)

    @router.get("/decisions/{id}")
    async def decision(request: Request, id: UUID) -> Response:
        visit = await desk.visit(request)
        await _seen(desk, visit, id)
        return await _answer(desk, visit, id)

    @router.post("/decisions/{id}")
    async def decide(request: Request, id: UUID) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        body = {name: str(form[name]) for name in ("verdict", "option", "reason") if form.get(name)}
        if body.get("verdict") != "approved":
            body.pop("option", None)
        try:
            reply = await desk.command(visit, f"/decisions/{id}/decide", body, form)
        except Refused as refused:
            return await _answer(desk, visit, id, dict(form), refused)
        # Whoever wants changes reads next who makes them: perhaps it is their own move.
        changes = body.get("verdict") == "changes_requested"
        path = f"/processes/{reply.state['process_id']}" if changes else f"/decisions/{id}"
        done = "decision.changes_asked" if changes else "decision.done"
        return redirect(path, Flash(done, "decision", str(id), reply.version))

    return router


async def _seen(desk: Desk, visit: Visit, decision_id: UUID) -> None:
    """Whoever may decide and opens the question has seen it; the page then shows the version after that."""
    one = await desk.one(visit, "decision", decision_id)
    if one["status"] != "requested" or not visit.viewer.decides:
        return
    try:
        reply = await desk.command(visit, f"/decisions/{decision_id}/view", {}, FormData())
        await desk.view.thing(visit.reader, "decision", decision_id, reply.version)
    except (Refused, Refusal):
        return  # seen by somebody else meanwhile, or not to be recorded now: the question can be read all the same


async def _answer(
    desk: Desk, visit: Visit, decision_id: UUID, typed: Shown | None = None, refused: Refused | None = None
) -> Response:
    one = await desk.one(visit, "decision", decision_id)
    return await desk.page(
        visit, "decision.html", "decisions", status=refused.status if refused else 200, refused=refused,
        typed=typed or {}, typed_for=str(decision_id), reason_missing=_misses_reason(refused),
        **decision_page(one, visit.texts, visit.viewer),
    )  # fmt: skip


def _misses_reason(refused: Refused | None) -> bool:
    return refused is not None and refused.code == "processes.reason_missing"
