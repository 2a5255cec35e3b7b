"""Every error is answered with a problem document that has a stable code and the right status."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any, get_args

import aiohttp
import asyncpg
import pytest
from chassis.database import Database
from chassis.domain.refusal import Kind, Refusal
from chassis.http import problems
from chassis.http.command_runner import CommandRunner
from chassis.process.clock import SystemClock
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from testkit import counter, schema
from testkit.following import ANNA, CLIENT
from testkit.keys import KeyPair
from testkit.network_proxy import postgres_proxy
from testkit.serving import served

RAISED: dict[str, Exception] = {
    "defect": RuntimeError("boom, with a secret"),
    "closed": asyncpg.InterfaceError("connection is closed"),
    "wrong_call": asyncpg.InterfaceError("the server expects 2 arguments for this query, 1 was passed"),
    "starting": asyncpg.CannotConnectNowError("the database system is starting up"),
    "full": asyncpg.DiskFullError("no space left on device"),
    "state": asyncpg.InternalClientError("cannot switch to state 11"),
    "slow": TimeoutError(),
    "refused": ConnectionRefusedError(),
    "no_name": OSError("Multiple exceptions: ..."),
    "crowd": asyncpg.TooManyConnectionsError("sorry, too many clients already"),
    "deadlock": asyncpg.DeadlockDetectedError("deadlock detected"),
    "null_byte": asyncpg.CharacterNotInRepertoireError("invalid byte sequence"),
    "half": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    "teapot": HTTPException(418, "short and stout"),
}


class Body(BaseModel):
    number: int


def app() -> FastAPI:
    app = FastAPI()
    problems.add_handlers(app)

    @app.get("/refused/{kind}")
    async def refuse(kind: Kind) -> None:
        raise Refusal("things.not_so", kind, reason="because")

    @app.get("/raised/{name}")
    async def fail(name: str) -> None:
        raise RAISED[name]

    @app.post("/body")
    async def take(body: Body) -> int:
        return body.number

    return app


@pytest.fixture(scope="module")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with served(app()) as address, aiohttp.ClientSession(address) as session:
        yield session


async def asked(session: aiohttp.ClientSession, path: str) -> tuple[int, dict[str, Any]]:
    async with session.get(path) as answer:
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status, await answer.json(content_type=None)


@pytest.mark.parametrize("facts", [{"given": "\ud800"}, {"at_least": 10**200}])
def test_what_is_wrong_can_always_be_told(facts: dict[str, Any]) -> None:
    told = json.loads(bytes(problems.problem("http.not_valid", 422, facts=facts).body))

    assert told["facts"] == facts


@pytest.mark.parametrize("kind", get_args(Kind))
async def test_every_kind_of_refusal_has_its_status(session: aiohttp.ClientSession, kind: Kind) -> None:
    status, problem = await asked(session, f"/refused/{kind}")

    assert status == {"invalid": 422, "not_found": 404, "forbidden": 403, "stale": 412, "refused": 409}[kind]
    assert problem == {
        "type": "/problems/things.not_so",
        "title": "things: not so",
        "status": status,
        "code": "things.not_so",
        "facts": {"reason": "because"},
    }


@pytest.mark.parametrize(
    "name", ["closed", "starting", "full", "state", "slow", "refused", "no_name", "crowd", "deadlock"]
)
async def test_a_database_that_is_away_is_a_503_with_a_hint_when_to_come_back(
    session: aiohttp.ClientSession, name: str
) -> None:
    status, problem = await asked(session, f"/raised/{name}")

    assert (status, problem["code"]) == (503, "database.unreachable")
    async with session.get(f"/raised/{name}") as answer:
        assert answer.headers["Retry-After"] == "1"


@pytest.mark.parametrize("name", ["defect", "wrong_call"])
async def test_a_defect_is_a_500_that_tells_nothing(session: aiohttp.ClientSession, name: str) -> None:
    status, problem = await asked(session, f"/raised/{name}")

    assert (status, problem["code"]) == (500, "http.unexpected")
    assert "secret" not in str(problem)


@pytest.mark.parametrize("name", ["null_byte", "half"])
async def test_a_value_that_cannot_be_stored_is_a_422(session: aiohttp.ClientSession, name: str) -> None:
    status, problem = await asked(session, f"/raised/{name}")

    assert (status, problem["code"]) == (422, "http.not_storable")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nowhere", 404, "http.not_found"),
        ("/body", 405, "http.method_not_allowed"),
        ("/raised/teapot", 418, "http.error"),
    ],
)
async def test_what_the_framework_refuses_is_a_problem_too(
    session: aiohttp.ClientSession, path: str, status: int, code: str
) -> None:
    found, problem = await asked(session, path)

    assert (found, problem["code"]) == (status, code)


@pytest.mark.parametrize("content", [b"{", b'{"number": "x"}', b"{}", b'{"number": 1e999}', b"[]"])
async def test_a_body_that_is_not_valid_says_where(session: aiohttp.ClientSession, content: bytes) -> None:
    async with session.post("/body", data=content, headers={"content-type": "application/json"}) as answer:
        problem = await answer.json(content_type=None)

    assert (answer.status, problem["code"]) == (422, "http.not_valid")
    assert problem["facts"]["errors"][0]["at"][0] == "body"


async def test_bytes_that_are_no_text_are_a_bad_request(session: aiohttp.ClientSession) -> None:
    headers = {"content-type": "application/json"}
    async with session.post("/body", data=b'{"number": "\xff"}', headers=headers) as answer:
        assert answer.status in (400, 422)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_commands_answer_503_while_the_database_is_away_and_work_when_it_is_back(
    laid: Callable[[str], Awaitable[schema.Addresses]],
    open_database: Callable[..., Awaitable[Database]],
    keys: KeyPair,
) -> None:
    addresses = await laid("counter")
    proxy, through = postgres_proxy(addresses.app)
    await proxy.open()
    served_app = app()
    database = await open_database(at=replace(addresses, app=through))
    served_app.include_router(counter.counter_routes(CommandRunner(database, keys.verifier, SystemClock())))

    async def statuses(caller: aiohttp.ClientSession) -> list[int]:
        headers = keys.headers(ANNA, CLIENT)
        return [(await caller.post("/counters", json={}, headers=headers)).status for _ in range(3)]

    async with served(served_app) as address, aiohttp.ClientSession(address) as caller:
        before = await statuses(caller)
        await proxy.close()
        during = await statuses(caller)
        await proxy.open()
        after = await statuses(caller)
    await proxy.close()

    assert (before, during, after) == ([201] * 3, [503] * 3, [201] * 3)
