"""The pages of tickets: the list, the queue, the form of a new ticket, and a ticket with its conversation."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page, render_part
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form
from gateway.panel.routes.findings import read_finding_fields
from gateway.panel.routes.form_options import sorted_by_name
from gateway.panel.routes.lists import render_list
from gateway.panel.screens.process_forms import newest_versions
from gateway.panel.screens.ticket_bodies import new_ticket_body
from gateway.panel.screens.tickets import in_queue_order, ticket_page, ticket_row, unsent_text
from gateway.view.queries import Filter

_QUEUE_LIMIT = 200


router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/tickets")
async def tickets(context: Context) -> Response:
    return await render_list(context, "tickets", "ticket", ticket_row)


@router.get("/queue")
async def queue(context: Context) -> Response:
    if not context.viewer.provider:
        return redirect("/tickets")
    return await render_list(context, "queue", "ticket", ticket_row, _QUEUE_LIMIT, in_queue_order)


@router.get("/tickets/new")
async def new(request: Request, context: Context) -> Response:
    return await _form(context, dict(request.query_params))


@router.post("/tickets")
async def open_(context: Context, form: Form) -> Response:
    try:
        reply = await context.send_command("/tickets", new_ticket_body(form), form)
    except ApiError as error:
        return await _form(context, dict(form), error)
    ticket_id = reply.state["id"]
    return redirect(f"/tickets/{ticket_id}", Flash("act.ticket.open.done", "ticket", ticket_id, reply.version))


@router.get("/tickets/{id}")
async def ticket(request: Request, context: Context, id: UUID) -> Response:
    return await render_ticket(context, id, submitted_form=request.query_params.get("do"))


@router.get("/tickets/{id}/row")
async def row(context: Context, id: UUID, queue: str = "") -> Response:
    row = ticket_row(await context.thing("ticket", id), context.viewer)
    return render_part(context, "ticket_row.html", row=row, with_actions=bool(queue))


async def _form(context: PageContext, submitted: Json, error: ApiError | None = None) -> Response:
    assets, people, scenarios = await asyncio.gather(
        *(context.all_things(kind, Filter(open=True)) for kind in ("asset", "person")),
        context.all_things("scenario", Filter()),
    )
    return await render_page(
        context, "ticket_new.html", "tickets", error=error, submitted=submitted,
        assets=sorted_by_name((asset["id"], f"{asset['tag']} {asset['name']}") for asset in assets),
        people=sorted_by_name((person["id"], person["name"]) for person in people), scenarios=newest_versions(scenarios),
    )  # fmt: skip


async def render_ticket(
    context: PageContext, ticket_id: UUID, *, submitted_form: str | None = None, submitted: Json | None = None,
    error: ApiError | None = None,
) -> Response:  # fmt: skip
    """Renders the page of a ticket; after an error the submitted form is open and holds what was submitted."""
    ticket, colleagues = await asyncio.gather(context.thing("ticket", ticket_id), colleagues_of(context))
    variables = ticket_page(ticket, context.texts, context.viewer)
    return await render_page(
        context, "ticket.html", "tickets", error=error, submitted=submitted, submitted_form=submitted_form,
        colleagues=colleagues, unsent_text=unsent_text(submitted_form, submitted or {}, variables["actions"]),
        findings=await read_finding_fields(context, ticket, submitted, error), **variables,
    )  # fmt: skip


async def colleagues_of(context: PageContext) -> list[tuple[str, str]]:
    """Returns the provider's active accounts as options, for viewers of the provider."""
    if not context.viewer.provider:
        return []
    found = await context.all_things("account", Filter())
    colleagues = [account for account in found if account["side"] == "provider" and account["active"]]
    return sorted_by_name((account["id"], account["name"]) for account in colleagues)
