"""Every command of every service: without a token nothing is read, without the role neither; then the body is judged."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import aiohttp
import assets.api.routes
import notifications.api.notifications
import notifications.api.webhooks
import processes.api.routes
import pytest
import tickets.api.tickets
from chassis.domain.actor import Actor
from chassis.http import problems
from chassis.http.command_runner import CommandRunner
from chassis.process.clock import SystemClock
from fastapi import APIRouter, FastAPI
from processes.scenarios.loader import load_catalogue
from testkit.keys import KeyPair
from testkit.serving import served

KEYS = KeyPair()
NOBODY: Any = None
"""What stands for a database: whoever gets as far as that has been let in."""
REQUESTER = Actor("client", "Anna", UUID(int=1), frozenset({"requester"}))
GUARDED = [
    ("assets", "/assets"),
    ("assets", "/assets/orders"),
    ("assets", "/people"),
    ("assets", f"/people/{UUID(int=9)}/leave"),
    ("tickets", "/tickets/history"),
    ("notifications", "/webhooks"),
]
"""Commands that need a role before anything is read."""


def routers() -> dict[str, list[APIRouter]]:
    clock = SystemClock()
    runner = CommandRunner(NOBODY, KEYS.verifier, clock)
    return {
        "assets": [assets.api.routes.routes(runner)],
        "tickets": [tickets.api.tickets.ticket_routes(runner, NOBODY, 10)],
        "processes": [processes.api.routes.routes(runner, load_catalogue(), clock)],
        "notifications": [
            notifications.api.notifications.notification_routes(runner),
            notifications.api.webhooks.webhook_routes(runner, ()),
        ],
    }


class Service:
    """The HTTP side of one service."""

    def __init__(self, app: FastAPI, session: aiohttp.ClientSession) -> None:
        self.commands = [(path, method) for path, methods in app.openapi()["paths"].items() for method in methods]
        self._session = session

    async def answer(self, method: str, path: str, body: bytes, **headers: str) -> tuple[int, str]:
        sent = {"content-type": "application/json", **headers}
        async with self._session.request(method, path, data=body, headers=sent) as answer:
            return answer.status, (await answer.json(content_type=None))["code"]


@pytest.fixture
async def service(request: pytest.FixtureRequest) -> AsyncIterator[Service]:
    app = FastAPI()
    problems.add_handlers(app)
    for router in routers()[request.param]:
        app.include_router(router)
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield Service(app, session)


@pytest.mark.parametrize("service", ["assets", "tickets", "processes", "notifications"], indirect=True)
@pytest.mark.parametrize("body", [b"{", b"[]", b'{"unknown": 1}'])
async def test_a_stranger_learns_nothing_of_what_a_command_looks_like(service: Service, body: bytes) -> None:
    assert len(service.commands) > 3
    for path, method in service.commands:
        filled = path.replace("{thing_id}", "x").replace("{step}", "x")
        assert await service.answer(method, filled, body) == (401, "identity.not_signed_in"), (method, path)


@pytest.mark.parametrize(("service", "path"), GUARDED, indirect=["service"])
async def test_who_may_not_give_a_command_is_told_so_whatever_it_says(service: Service, path: str) -> None:
    signed = KEYS.headers(REQUESTER, UUID(int=7))

    status, code = await service.answer("post", path, b"{", **signed)

    assert (status, code) in ((403, "identity.role_missing"), (403, "notifications.administrators_only"))


@pytest.mark.parametrize("service", ["tickets"], indirect=True)
async def test_who_is_known_is_told_what_is_wrong_with_the_body(service: Service) -> None:
    signed = KEYS.headers(REQUESTER, UUID(int=7))

    assert await service.answer("post", "/tickets", b"{", **signed) == (422, "http.not_valid")
