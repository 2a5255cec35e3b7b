"""Whoever looks at a view that is behind, or is being built anew, is told so and up to when it is complete."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from chassis.process.clock import SystemClock
from contracts.gateway.state import Account
from contracts.vocabulary import Language
from fastapi import FastAPI
from gateway.identity.authentication import Caller
from gateway.panel.in_process_api import InProcessApi
from gateway.panel.page_services import PageServices
from gateway.panel.routes import people_and_assets
from gateway.view.queries import Reader
from gateway.view.status import ViewStatus
from starlette.requests import Request

ID = UUID(int=1)
NOW = datetime.now(UTC)


class World:
    """The view, the live changes and who is signed in, with a view that stands as it is told to."""

    def __init__(self, head: ViewStatus, language: Language) -> None:
        self._head = head
        self._language = language

    async def page(self, *_: Any, **__: Any) -> Any:
        return SimpleNamespace(items=[], next=None, total=0)

    async def all_things(self, *_: Any) -> list[str]:
        return []

    async def view_status(self) -> ViewStatus:
        return self._head

    async def caller(self, _: Any) -> Caller:
        account = Account(
            id=ID, client_id=ID, version=1, email="a@example.com", name="Anna Nowak", side="client",
            roles=["requester"], language=self._language,
        )  # fmt: skip
        return Caller(account, Reader(ID, "client", (ID,)), "token", "csrf")


async def page_of(head: ViewStatus, language: Language = "pl") -> str:
    world: Any = World(head, language)
    app = FastAPI()
    app.state.page_services = PageServices(world, world, world, InProcessApi(app), SystemClock())
    app.include_router(people_and_assets.router)
    asked = Request({"type": "http", "method": "GET", "path": "/people", "headers": [], "query_string": b""})
    return (await InProcessApi(app).send(asked, "GET", "/people", {}, {})).body.decode()


@pytest.mark.parametrize(("language", "said"), [("pl", "Stan na"), ("en", "As of")])
async def test_a_view_that_is_behind_says_up_to_when_it_is_complete(language: Language, said: str) -> None:
    assert said in await page_of(ViewStatus(7, NOW - timedelta(seconds=30), None, NOW), language)


async def test_a_view_that_is_being_built_anew_says_that_not_everything_is_here() -> None:
    page = await page_of(ViewStatus(7, NOW - timedelta(days=3), NOW - timedelta(seconds=3), NOW))

    assert "budowany od nowa" in page
    assert "Stan na" not in page


@pytest.mark.parametrize("up_to_date_at", [None, NOW - timedelta(seconds=4)])
async def test_a_view_that_is_as_it_should_be_says_nothing(up_to_date_at: datetime | None) -> None:
    page = await page_of(ViewStatus(7, up_to_date_at, None, NOW))

    assert "Stan na" not in page
    assert "budowany od nowa" not in page
