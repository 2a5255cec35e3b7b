"""Tickets: lists, the queue, opening one, one with its conversation, and everything one can do with it."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.routes.choices import in_order
from gateway.panel.routes.findings import findings_asked
from gateway.panel.screens.lists import filter_of, list_page
from gateway.panel.screens.problems import faults_of
from gateway.panel.screens.process_forms import newest
from gateway.panel.screens.ticket_bodies import opening
from gateway.panel.screens.tickets import homeless_text, in_queue_order, ticket_page, ticket_row
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

_IN_QUEUE = 200


def ticket_pages(desk: Desk) -> APIRouter:
    """`/tickets`, `/queue` and what is below them, but for the commands (`ticket_commands.py`)."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/tickets")
    async def tickets(request: Request) -> Response:
        visit = await desk.visit(request)
        return await _list(desk, visit, "tickets", "tickets.html", 50)

    @router.get("/queue")
    async def queue(request: Request) -> Response:
        visit = await desk.visit(request)
        if not visit.viewer.provider:
            return redirect("/tickets")
        return await _list(desk, visit, "queue", "queue.html", _IN_QUEUE)

    @router.get("/tickets/new")
    async def new(request: Request) -> Response:
        visit = await desk.visit(request)
        return await _form(desk, visit, dict(request.query_params))

    @router.post("/tickets")
    async def open_(request: Request) -> Response:
        visit = await desk.visit(request)
        form = await request.form()
        try:
            reply = await desk.command(visit, "/tickets", opening(form), form)
        except Refused as refused:
            return await _form(desk, visit, dict(form), refused)
        made = reply.state["id"]
        return redirect(f"/tickets/{made}", Flash("act.ticket.open.done", "ticket", made, reply.version))

    @router.get("/tickets/{id}")
    async def ticket(request: Request, id: UUID) -> Response:
        visit = await desk.visit(request)
        return await ticket_answer(desk, visit, id, typed_for=request.query_params.get("do"))

    @router.get("/tickets/{id}/row")
    async def row(request: Request, id: UUID, queue: str = "") -> Response:
        visit = await desk.visit(request)
        one = await desk.one(visit, "ticket", id)
        return desk.part(visit, "ticket_row.html", row=ticket_row(one, visit.viewer), with_actions=bool(queue))

    return router


async def _list(desk: Desk, visit: Visit, name: str, template: str, limit: int) -> Response:
    query = dict(visit.request.query_params)
    wanted = filter_of(name, query, visit.viewer)
    found = await desk.listed(visit, "ticket", wanted, query.get("cursor"), limit)
    rows = [ticket_row(state, visit.viewer) for state in found.states]
    context = list_page(name, f"/{name}", query, found.next, found.total)
    rows = in_queue_order(rows) if name == "queue" else rows
    return await desk.page(visit, template, name, rows=rows, **context)


async def _form(desk: Desk, visit: Visit, typed: dict[str, Any], refused: Refused | None = None) -> Response:
    assets, people, scenarios = await asyncio.gather(
        *(desk.every(visit, kind, Filter(open=True)) for kind in ("asset", "person")),
        desk.every(visit, "scenario", Filter()),
    )
    return await desk.page(
        visit, "ticket_new.html", "tickets", status=refused.status if refused else 200, refused=refused, typed=typed,
        wrong=faults_of(refused.facts, visit.texts) if refused else {},
        assets=in_order((one["id"], f"{one['tag']} {one['name']}") for one in assets),
        people=in_order((one["id"], one["name"]) for one in people), scenarios=newest(scenarios),
    )  # fmt: skip


async def ticket_answer(
    desk: Desk, visit: Visit, ticket_id: UUID, *, typed_for: str | None = None, typed: dict[str, Any] | None = None,
    refused: Refused | None = None,
) -> Response:  # fmt: skip
    """The page of a ticket; after a refusal with what was typed in the form it was typed in."""
    one, colleagues = await asyncio.gather(desk.one(visit, "ticket", ticket_id), colleagues_of(desk, visit))
    context = ticket_page(one, visit.texts, visit.viewer)
    findings = await findings_asked(desk, visit, one, typed, refused)
    homeless = homeless_text(typed_for, typed or {}, context["actions"])
    return await desk.page(
        visit, "ticket.html", "tickets", status=refused.status if refused else 200, refused=refused,
        typed=typed or {}, typed_for=typed_for, colleagues=colleagues, homeless=homeless,
        findings=findings, **context,
    )  # fmt: skip


async def colleagues_of(desk: Desk, visit: Visit) -> list[tuple[str, str]]:
    """The provider's accounts, for who may assign."""
    if not visit.viewer.provider:
        return []
    found = await desk.every(visit, "account", Filter())
    usable = [one for one in found if one["side"] == "provider" and one["active"]]
    return in_order((one["id"], one["name"]) for one in usable)
