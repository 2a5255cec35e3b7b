"""The forms with which people, assets and models are registered and changed, and the list of models."""

from dataclasses import dataclass
from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import page_route_class
from gateway.panel.page_services import PageServices
from gateway.panel.routes.form_options import read_options, reference_kinds
from gateway.panel.screens.form_fields import fields_of, submitted_values
from gateway.panel.screens.register_fields import body_of, current_values, definitions_of
from gateway.view.queries import Filter

_PATHS = {"person": "people", "asset": "assets", "model": "models"}


@dataclass(frozen=True, slots=True)
class _RegisterForm:
    """A form of the register: for a new thing of a kind, or for an existing one."""

    kind: str
    thing: Json | None = None

    @property
    def path(self) -> str:
        return f"/{_PATHS[self.kind]}" + (f"/{self.thing['id']}" if self.thing else "")


def register_form_pages(services: PageServices) -> APIRouter:
    """Returns `/people/new`, `/people/{id}/edit`, the same for assets, `/models` and `/models/new`."""
    router = APIRouter(route_class=page_route_class(services), include_in_schema=False)

    @router.get("/models")
    async def models(request: Request) -> Response:
        context = await services.load_context(request)
        found = await context.all_things("model", Filter())
        found.sort(key=lambda model: (str(model["manufacturer"]), str(model["name"])))
        return await render_page(context, "models.html", "assets", models=found)

    for kind in _PATHS:
        _add_create_routes(router, services, kind)
    for kind in ("person", "asset"):
        _add_edit_routes(router, services, kind)
    return router


def _add_create_routes(router: APIRouter, services: PageServices, kind: str) -> None:
    form = _RegisterForm(kind)

    @router.get(f"{form.path}/new")
    async def new(request: Request) -> Response:
        context = await _record_keeper_context(services, request)
        return await _render(context, form, {}, str(request.query_params.get("client") or ""))

    @router.post(form.path)
    async def register(request: Request) -> Response:
        return await _save(await _record_keeper_context(services, request), form)


def _add_edit_routes(router: APIRouter, services: PageServices, kind: str) -> None:
    path = _PATHS[kind]

    @router.get(f"/{path}/{{id}}/edit")
    async def edit(request: Request, id: UUID) -> Response:
        context = await _record_keeper_context(services, request)
        thing = await context.thing(kind, id)
        return await _render(context, _RegisterForm(kind, thing), current_values(thing), thing["client_id"])

    @router.post(f"/{path}/{{id}}")
    async def change(request: Request, id: UUID) -> Response:
        context = await _record_keeper_context(services, request)
        return await _save(context, _RegisterForm(kind, await context.thing(kind, id)))


async def _record_keeper_context(services: PageServices, request: Request) -> PageContext:
    """Returns the context of somebody who keeps the records; refuses everybody else as the owner does."""
    context = await services.load_context(request)
    if not context.viewer.keeps_records:
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
    return context


async def _save(context: PageContext, register_form: _RegisterForm) -> Response:
    """Registers or changes a thing. A form for a new thing never overwrites an existing one; an import may."""
    form, kind, changing = await context.request.form(), register_form.kind, register_form.thing is not None
    definitions = definitions_of(kind, context.texts, changing=changing)
    client = str((register_form.thing or {}).get("client_id") or form.get("client") or "")
    submitted = submitted_values(definitions, form)
    options = await read_options(context, client, reference_kinds(definitions))
    body = body_of(definitions, submitted, options, context.viewer.currency_of(client), changing=changing)
    body |= {"client": client} if client and not changing else {}
    try:
        method = "PATCH" if changing else "POST"
        reply = await context.send_command(register_form.path, body, form, method=method, only_new=not changing)
    except ApiError as error:
        return await _render(context, register_form, submitted, client, error)
    key = f"register.{kind}.{'changed' if changing else 'made'}"
    path = "/models" if kind == "model" else f"/{_PATHS[kind]}/{reply.state['id']}"
    return redirect(path, Flash(key, kind, reply.state["id"], reply.version))


async def _render(
    context: PageContext, register_form: _RegisterForm, submitted: Json, client: str, error: ApiError | None = None
) -> Response:
    definitions = definitions_of(register_form.kind, context.texts, changing=register_form.thing is not None)
    options = await read_options(context, client, reference_kinds(definitions))
    fields = fields_of(definitions, context.viewer, options, submitted, context.field_errors(error))
    current = "people" if register_form.kind == "person" else "assets"
    return await render_page(
        context, "register_form.html", current, error=error, submitted=submitted, form=register_form, fields=fields,
        client=client,
    )  # fmt: skip
