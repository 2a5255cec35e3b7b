"""The context of one request to a page: who is signed in, what they may read, and how they send commands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from chassis.domain.refusal import Refusal
from chassis.texts import Texts
from contracts.vocabulary import Language
from starlette.datastructures import FormData
from starlette.requests import Request

from gateway.identity.authentication import Caller
from gateway.json_object import Json
from gateway.panel.flash import Flash
from gateway.panel.in_process_api import ApiError, InProcessApi, Reply
from gateway.panel.screens.problems import field_errors_of
from gateway.panel.template_renderer import TemplateRenderer
from gateway.panel.texts import LANGUAGES, texts_of
from gateway.panel.viewer import Viewer
from gateway.view.queries import Filter, Reader, View
from gateway.view.status import ViewStatus

LANGUAGE_COOKIE = "opslayer_language"
_CLIENT_HEADER = "opslayer-client"


@dataclass(frozen=True, slots=True)
class ThingsPage:
    """A page of a list, decoded."""

    states: list[Json]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class PageContext:
    """A request of somebody who is signed in, with all that a page needs to answer it."""

    request: Request
    caller: Caller
    viewer: Viewer
    flash: Flash | None
    view_status: ViewStatus | None
    """The status before anything was read for this page, so that no change is missed; None for a part of a page."""
    view: View
    api: InProcessApi
    renderer: TemplateRenderer

    @property
    def texts(self) -> Texts:
        return texts_of(self.viewer.language)

    @property
    def live(self) -> bool:
        """Tells whether a page asks for a part of itself."""
        return is_live(self.request)

    async def thing(self, kind: str, thing_id: UUID, at_least: int | None = None) -> Json:
        """Returns a thing with its history and links, at this version or a newer one."""
        found = await self.view.thing(self.caller.reader, kind, thing_id, at_least)
        state: Json = orjson.loads(found.to_json())
        return state

    async def things_page(self, kind: str, filters: Filter, cursor: str | None = None, limit: int = 50) -> ThingsPage:
        """Returns a page of things of a kind."""
        page = await self.view.page(self.caller.reader, kind, filters, cursor, limit)
        return ThingsPage([orjson.loads(item) for item in page.items], page.next, page.total)

    async def all_things(self, kind: str, filters: Filter) -> list[Json]:
        """Returns all things of a kind, for the options of a form."""
        return [orjson.loads(item) for item in await self.view.all_things(self.caller.reader, kind, filters)]

    async def count_things(self, kind: str, filters: Filter) -> int:
        """Returns the number of things of a kind."""
        return (await self.view.page(self.caller.reader, kind, filters, limit=1)).total

    async def unread_count(self) -> int:
        """Returns the number of the caller's unread notifications."""
        return await self.count_things("notification", Filter(status="unread", linked_to=self.caller.account.id))

    async def start_data(self) -> Json:
        """Returns the data of the start page."""
        data: Json = orjson.loads(await self.view.start_page(self.caller.reader))
        return data

    async def send_command(
        self, path: str, body: Mapping[str, Any], form: FormData, *, method: str = "POST",
        client: str | None = None, only_new: bool = False,
    ) -> Reply:  # fmt: skip
        """Sends a form's command, once per rendering of the form and only for the version that was rendered."""
        headers = {"x-csrf-token": self.caller.csrf, **({_CLIENT_HEADER: client} if client else {})}
        if only_new:
            headers["if-none-match"] = "*"
        if form.get("key"):
            headers["idempotency-key"] = str(form["key"])
        if str(form.get("version") or "").isdigit():
            headers["if-match"] = f'"{form["version"]}"'
        return await self.api.send(self.request, method, f"/api{path}", body, headers)

    async def read_from_owner(self, path: str) -> Json | None:
        """Returns what only an owner knows, read through our API; None while the owner is unreachable."""
        try:
            return (await self.api.send(self.request, "GET", f"/api{path}", {}, {})).state
        except ApiError as error:
            if error.status < 500:
                raise
            return None

    def field_errors(self, error: ApiError | None) -> dict[str, str]:
        """Returns the texts of an error's fields by their names."""
        return field_errors_of(error.facts, self.texts) if error else {}

    async def wait_until_shown(self, kind: str, thing_id: str, version: int) -> None:
        """Waits some seconds until the view shows what was just done."""
        await wait_until_shown(self.view, self.caller.reader, kind, thing_id, version)


async def wait_until_shown(view: View, reader: Reader, kind: str, thing_id: str, version: int) -> None:
    """Waits some seconds until the view shows this version."""
    try:
        await view.thing(reader, kind, UUID(thing_id), version)
    except (Refusal, ValueError):
        return  # the page shows what there is; the rest arrives live


def is_live(request: Request) -> bool:
    """Tells whether a page asks for a part of itself."""
    return "hx-request" in request.headers


def language_of(request: Request) -> Language:
    """Returns the language chosen here before, else the browser's, else Polish."""
    asked = [request.cookies.get(LANGUAGE_COOKIE, "")]
    asked += [part.strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
    return next((language for one in asked for language in LANGUAGES if one == language), "pl")
