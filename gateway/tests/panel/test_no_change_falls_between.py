"""A page listens from where the changes stood before it read anything, so that what happens meanwhile is heard."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from chassis.process.clock import SystemClock
from contracts.gateway.state import Account
from fastapi import FastAPI
from gateway.identity.authentication import Caller
from gateway.panel.in_process_api import InProcessApi
from gateway.panel.page_services import PageServices
from gateway.panel.routes import people_and_assets
from gateway.view.queries import Reader
from gateway.view.status import ViewStatus
from starlette.requests import Request

ID = UUID(int=1)


class Moving:
    """A world in which something happens with every read: the view, the live changes, and who is signed in."""

    def __init__(self) -> None:
        self.happened = 100
        self.first_read: int | None = None

    async def page(self, *_: Any, **__: Any) -> Any:
        self.first_read = self.happened if self.first_read is None else self.first_read
        self.happened += 1
        return SimpleNamespace(items=[], next=None, total=0)

    async def all_things(self, *_: Any) -> list[str]:
        await self.page()
        return []

    async def view_status(self) -> ViewStatus:
        now = datetime.now(UTC)
        return ViewStatus(self.happened, now, None, now)

    async def caller(self, _: Any) -> Caller:
        account = Account(
            id=ID, client_id=ID, version=1, email="a@example.com", name="Anna Nowak", side="client", roles=["requester"]
        )
        return Caller(account, Reader(ID, "client", (ID,)), "token", "csrf")


async def test_a_page_hears_what_happened_while_it_was_read() -> None:
    world: Any = Moving()
    app = FastAPI()
    app.state.page_services = PageServices(world, world, world, InProcessApi(app), SystemClock())
    app.include_router(people_and_assets.router)

    asked = Request({"type": "http", "method": "GET", "path": "/people", "headers": [], "query_string": b""})
    page = (await InProcessApi(app).send(asked, "GET", "/people", {}, {})).body.decode()
    position = int(re.findall(r'data-position="(\d+)"', page)[0])

    assert world.first_read is not None
    assert position <= world.first_read < world.happened
