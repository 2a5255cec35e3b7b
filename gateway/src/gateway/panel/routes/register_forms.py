"""The forms with which people, assets and models are registered and changed, and the list of models."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from chassis.domain.refusal import Refusal
from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.responses import Response

from gateway.json_object import Json
from gateway.panel.flash import Flash, redirect
from gateway.panel.in_process_api import ApiError
from gateway.panel.layout import render_page
from gateway.panel.page_context import PageContext
from gateway.panel.page_route import PageRoute
from gateway.panel.page_services import Context, Form
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


async def _record_keeper(context: Context) -> PageContext:
    if not context.viewer.keeps_records:
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
    return context


RecordKeeper = Annotated[PageContext, Depends(_record_keeper)]
"""The context of somebody who keeps the records; everybody else is refused as the owner does."""
router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/models")
async def models(context: Context) -> Response:
    found = await context.all_things("model", Filter())
    found.sort(key=lambda model: (str(model["manufacturer"]), str(model["name"])))
    return await render_page(context, "models.html", "assets", models=found)


def _add_create_routes(kind: str) -> None:
    register_form = _RegisterForm(kind)

    @router.get(f"{register_form.path}/new")
    async def new(context: RecordKeeper, client: str = "") -> Response:
        return await _render(context, register_form, {}, client)

    @router.post(register_form.path)
    async def register(context: RecordKeeper, form: Form) -> Response:
        return await _save(context, register_form, form)


def _add_edit_routes(kind: str) -> None:
    path = _PATHS[kind]

    @router.get(f"/{path}/{{id}}/edit")
    async def edit(context: RecordKeeper, id: UUID) -> Response:
        thing = await context.thing(kind, id)
        return await _render(context, _RegisterForm(kind, thing), current_values(thing), thing["client_id"])

    @router.post(f"/{path}/{{id}}")
    async def change(context: RecordKeeper, id: UUID, form: Form) -> Response:
        return await _save(context, _RegisterForm(kind, await context.thing(kind, id)), form)


for _kind in _PATHS:
    _add_create_routes(_kind)
for _kind in ("person", "asset"):
    _add_edit_routes(_kind)


async def _save(context: PageContext, register_form: _RegisterForm, form: FormData) -> Response:
    """Registers or changes a thing. A form for a new thing never overwrites an existing one; an import may."""
    kind, changing = register_form.kind, register_form.thing is not None
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
