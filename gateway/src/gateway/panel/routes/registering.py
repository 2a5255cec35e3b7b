"""People, hardware and models are written into the register, and changed: forms for those who keep the records."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.panel.answering import pages_of
from gateway.panel.desk import Desk
from gateway.panel.flash import Flash, redirect
from gateway.panel.own_api import Refused
from gateway.panel.routes.choices import kinds_in, options_of
from gateway.panel.screens.forms import fields_of, typed_in
from gateway.panel.screens.problems import faults_of
from gateway.panel.screens.register_fields import body_of, definitions_of, known_of
from gateway.panel.visit import Visit
from gateway.view.queries import Filter

Shown = dict[str, Any]
_FOLDERS = {"person": "people", "asset": "assets", "model": "models"}


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of the register: of what, and of which one if that is known already (`one`)."""

    what: str
    one: Shown | None = None

    @property
    def path(self) -> str:
        return f"/{_FOLDERS[self.what]}" + (f"/{self.one['id']}" if self.one else "")


def registering_pages(desk: Desk) -> APIRouter:
    """`/people/new`, `/people/{id}/edit`, the same for assets; `/models` and `/models/new`."""
    router = APIRouter(route_class=pages_of(desk), include_in_schema=False)

    @router.get("/models")
    async def models(request: Request) -> Response:
        visit = await desk.visit(request)
        found = await desk.every(visit, "model", Filter())
        known = sorted(found, key=lambda one: (str(one["manufacturer"]), str(one["name"])))
        return await desk.page(visit, "models.html", "assets", models=known)

    for what in _FOLDERS:
        _making(router, desk, what)
    for what in ("person", "asset"):
        _changing(router, desk, what)
    return router


def _making(router: APIRouter, desk: Desk, what: str) -> None:
    form = _Form(what)

    @router.get(f"{form.path}/new")
    async def new(request: Request) -> Response:
        visit = await _keeper(desk, request)
        return await _answer(desk, visit, form, {}, str(request.query_params.get("client") or ""))

    @router.post(form.path)
    async def register(request: Request) -> Response:
        return await _send(desk, await _keeper(desk, request), form)


def _changing(router: APIRouter, desk: Desk, what: str) -> None:
    folder = _FOLDERS[what]

    @router.get(f"/{folder}/{{id}}/edit")
    async def edit(request: Request, id: UUID) -> Response:
        visit = await _keeper(desk, request)
        one = await desk.one(visit, what, id)
        return await _answer(desk, visit, _Form(what, one), known_of(one), one["client_id"])

    @router.post(f"/{folder}/{{id}}")
    async def change(request: Request, id: UUID) -> Response:
        visit = await _keeper(desk, request)
        return await _send(desk, visit, _Form(what, await desk.one(visit, what, id)))


async def _keeper(desk: Desk, request: Request) -> Visit:
    """The visit of somebody who keeps the records; refuses everybody else as the owner does."""
    visit = await desk.visit(request)
    if not visit.viewer.keeps_records:
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
    return visit


async def _send(desk: Desk, visit: Visit, wanted: _Form) -> Response:
    """Registers or changes. What is known already is not written over by a form for something new: an import may do that."""
    form, changing = await visit.request.form(), wanted.one is not None
    definitions = definitions_of(wanted.what, visit.texts, changing=changing)
    client = str((wanted.one or {}).get("client_id") or form.get("client") or "")
    typed, options = typed_in(definitions, form), await options_of(desk, visit, client, kinds_in(definitions))
    body = body_of(definitions, typed, options, visit.viewer.currency_of(client), changing=changing)
    body |= {"client": client} if client and not changing else {}
    try:
        method = "PATCH" if changing else "POST"
        reply = await desk.command(visit, wanted.path, body, form, method=method, only_new=not changing)
    except Refused as refused:
        return await _answer(desk, visit, wanted, typed, client, refused)
    done = "changed" if changing else "made"
    path = "/models" if wanted.what == "model" else f"/{_FOLDERS[wanted.what]}/{reply.state['id']}"
    return redirect(path, Flash(f"register.{wanted.what}.{done}", wanted.what, reply.state["id"], reply.version))


async def _answer(
    desk: Desk, visit: Visit, wanted: _Form, typed: Shown, client: str, refused: Refused | None = None
) -> Response:
    definitions = definitions_of(wanted.what, visit.texts, changing=wanted.one is not None)
    wrong = faults_of(refused.facts, visit.texts) if refused else {}
    options = await options_of(desk, visit, client, kinds_in(definitions))
    fields = fields_of(definitions, visit.viewer, options, typed, wrong)
    here = "people" if wanted.what == "person" else "assets"
    return await desk.page(
        visit, "register_form.html", here, status=refused.status if refused else 200, refused=refused, typed=typed,
        form=wanted, fields=fields, client=client,
    )  # fmt: skip
