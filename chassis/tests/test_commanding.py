"""One HTTP request is one transaction, and one Idempotency-Key has one effect."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import aiohttp
import pytest
from chassis.command import Context
from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.http import problems
from chassis.http.command_runner import CommandRunner
from chassis.identifiers import new_id
from chassis.process.clock import SystemClock
from fastapi import FastAPI
from testkit import counter
from testkit.keys import KeyPair
from testkit.serving import served
from testkit.waiting import until

CLIENT = UUID(int=7)
ANNA = Actor("client", "Anna", UUID(int=1))


class Caller:
    """A caller of the counter's HTTP side."""

    def __init__(self, session: aiohttp.ClientSession, keys: KeyPair, address: str) -> None:
        self._session = session
        self._address = urlsplit(address)
        self._keys = keys

    async def post(
        self, path: str, body: Any = None, actor: Actor = ANNA, client: UUID = CLIENT, **headers: str
    ) -> Any:
        signed = self._keys.headers(actor, client, **headers)
        async with self._session.post(path, json=body or {}, headers=signed) as answer:
            return answer.status, answer.headers.get("ETag"), await answer.json(content_type=None)

    async def hang_up_at_once(self, path: str, body: Any, **headers: str) -> None:
        """Sends a command and disconnects before the answer."""
        signed = self._keys.headers(ANNA, CLIENT, **headers)
        content = json.dumps(body).encode()
        _, sending = await asyncio.open_connection(self._address.hostname, self._address.port)
        names = {**signed, "Host": "owner", "Content-Type": "application/json", "Content-Length": str(len(content))}
        head = "".join(f"{name}: {text}\r\n" for name, text in names.items())
        sending.write(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + content)
        await sending.drain()
        sending.close()

    async def opened(self) -> str:
        _, _, state = await self.post("/counters")
        return str(state["id"])


@pytest.fixture
async def caller(database: Database, keys: KeyPair) -> AsyncIterator[Caller]:
    async with calling(database, keys) as caller:
        yield caller


@asynccontextmanager
async def calling(database: Database, keys: KeyPair, secret: bytes = b"") -> AsyncIterator[Caller]:
    app = FastAPI()
    problems.add_handlers(app)
    app.include_router(counter.counter_routes(CommandRunner(database, keys.verifier, SystemClock(), secret)))
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield Caller(session, keys, address)


async def lines(database: Database) -> int:
    async with database.system_transaction() as transaction:
        return int(await transaction.value("SELECT count(*) FROM journal"))


async def test_a_command_answers_with_state_version_and_etag(caller: Caller) -> None:
    status, etag, state = await caller.post("/counters")

    assert (status, etag, state["version"]) == (201, '"1"', 1)
    status, etag, state = await caller.post(f"/counters/{state['id']}/add", {"number": 4})
    assert (status, etag, state["value"]) == (200, '"2"', 4)


async def test_a_repeated_key_is_answered_with_the_same_answer_and_done_once(
    caller: Caller, database: Database
) -> None:
    first = await caller.post("/counters", {"note": "a"}, idempotency_key="k1")
    again = await caller.post("/counters", {"note": "a"}, idempotency_key="k1")

    assert again == first
    assert await lines(database) == 1


async def test_a_repeated_key_is_answered_as_it_was_though_the_thing_went_on(caller: Caller) -> None:
    path = f"/counters/{await caller.opened()}/add"
    first = await caller.post(path, {"number": 1}, idempotency_key="k")
    await caller.post(path, {"number": 1})

    assert await caller.post(path, {"number": 1}, idempotency_key="k") == first


async def test_a_key_with_another_body_is_refused(caller: Caller, database: Database) -> None:
    await caller.post("/counters", {"note": "a"}, idempotency_key="k1")

    status, _, problem = await caller.post("/counters", {"note": "b"}, idempotency_key="k1")

    assert (status, problem["code"]) == (422, "http.key_reused")
    assert await lines(database) == 1


async def test_under_a_secret_a_request_is_remembered_so_that_nobody_can_guess_what_was_in_it(
    database: Database, keys: KeyPair
) -> None:
    body = {"note": "hasło"}
    async with calling(database, keys, b"a secret") as caller:
        first = await caller.post("/counters", body, idempotency_key="k1")
        again = await caller.post("/counters", body, idempotency_key="k1")
        other = await caller.post("/counters", {"note": "inne"}, idempotency_key="k1")
    async with database.system_transaction() as transaction:
        kept = await transaction.value("SELECT command_digest FROM journal")

    assert (again, other[0]) == (first, 422)
    assert kept != sha256(b"POST /counters\n" + json.dumps(body).encode()).hexdigest()
    assert len(kept) == 64


async def test_the_same_key_of_another_account_is_another_key(caller: Caller, database: Database) -> None:
    other = Actor("client", "Olga", UUID(int=2))

    await caller.post("/counters", idempotency_key="k")
    status, _, _ = await caller.post("/counters", actor=other, idempotency_key="k")

    assert status == 201
    assert await lines(database) == 2


async def test_the_same_key_for_another_client_is_another_key(caller: Caller) -> None:
    await caller.post("/counters", idempotency_key="k")

    status, _, _ = await caller.post("/counters", client=UUID(int=9), idempotency_key="k")

    assert status == 201


async def test_an_actor_without_an_account_can_repeat_too(caller: Caller, database: Database) -> None:
    nobody = Actor("system", "import")

    first = await caller.post("/counters", actor=nobody, idempotency_key="k")

    assert await caller.post("/counters", actor=nobody, idempotency_key="k") == first
    assert await lines(database) == 1


async def test_a_refused_command_leaves_its_key_free(caller: Caller, database: Database) -> None:
    path = f"/counters/{await caller.opened()}/add"

    refused = await caller.post(path, {"number": 0}, idempotency_key="k")
    again = await caller.post(path, {"number": 0}, idempotency_key="k")

    assert refused == again
    assert refused[0] == 409
    assert await lines(database) == 1


async def test_a_key_used_by_two_at_once_has_one_effect_and_one_answer(caller: Caller, database: Database) -> None:
    answers = await asyncio.gather(*(caller.post("/counters", {"note": "x"}, idempotency_key="k") for _ in range(6)))

    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == 201
    assert await lines(database) == 1


async def test_a_key_used_by_two_at_once_on_one_thing_adds_once(caller: Caller, database: Database) -> None:
    path = f"/counters/{await caller.opened()}/add"

    answers = await asyncio.gather(*(caller.post(path, {"number": 2}, idempotency_key="k") for _ in range(6)))

    assert all(answer == answers[0] for answer in answers)
    assert answers[0][2]["value"] == 2
    assert await lines(database) == 2


async def test_what_was_committed_but_never_answered_is_answered_when_repeated(
    caller: Caller, database: Database
) -> None:
    path = f"/counters/{await caller.opened()}/add"
    await caller.hang_up_at_once(path, {"number": 3}, idempotency_key="lost")
    await until(lambda: _lines_are(database, 2))

    status, etag, state = await caller.post(path, {"number": 3}, idempotency_key="lost")

    assert (status, etag, state["value"]) == (200, '"2"', 3)
    assert await lines(database) == 2


async def _lines_are(database: Database, number: int) -> bool:
    return await lines(database) == number


async def test_a_version_that_is_another_by_now_is_refused(caller: Caller) -> None:
    path = f"/counters/{await caller.opened()}/add"
    await caller.post(path, {"number": 1}, if_match='"1"')

    status, _, problem = await caller.post(path, {"number": 1}, if_match='"1"')

    assert (status, problem["code"]) == (412, "http.version_is_another")
    assert (await caller.post(path, {"number": 1}, if_match='W/"2"'))[0] == 200


async def test_a_repeated_command_with_an_old_version_is_answered_and_not_refused(caller: Caller) -> None:
    path = f"/counters/{await caller.opened()}/add"

    first = await caller.post(path, {"number": 1}, if_match='"1"', idempotency_key="k")

    assert await caller.post(path, {"number": 1}, if_match='"1"', idempotency_key="k") == first


@pytest.mark.parametrize("given", ["x", '"1" "2"', "-1", "\u00b2", "9" * 5000])
async def test_an_unreadable_if_match_is_a_bad_request(caller: Caller, given: str) -> None:
    status, _, problem = await caller.post(f"/counters/{uuid4()}/add", {"number": 1}, if_match=given)

    assert (status, problem["code"]) == (400, "http.if_match_not_valid")


async def test_a_key_longer_than_an_index_takes_is_a_bad_request(caller: Caller) -> None:
    status, _, problem = await caller.post("/counters", idempotency_key="k" * 3000)

    assert (status, problem["code"]) == (400, "http.key_not_valid")


async def test_commands_that_lock_each_other_out_are_tried_again(
    database: Database, keys: KeyPair, caller: Caller
) -> None:
    first, second = UUID(await caller.opened()), UUID(await caller.opened())
    runner = CommandRunner(database, keys.verifier, SystemClock())
    context = Context(ANNA, CLIENT, SystemClock().now())

    async def both(transaction: Any, context: Context, ones: tuple[UUID, UUID]) -> Any:
        await counter.add(transaction, context, ones[0], 1)
        await asyncio.sleep(0.1)
        return await counter.add(transaction, context, ones[1], 1)

    answers = await asyncio.gather(
        runner._once(context, lambda tx, c: both(tx, c, (first, second))),
        runner._once(context, lambda tx, c: both(tx, c, (second, first))),
    )

    assert {answer.version for answer in answers} in ({2, 3}, {3})


async def test_a_value_that_cannot_be_stored_is_refused_as_such(caller: Caller, database: Database) -> None:
    status, _, problem = await caller.post("/counters", {"note": "nul \u0000"})

    assert (status, problem["code"]) == (422, "http.not_storable")
    assert await lines(database) == 0


async def test_a_thing_of_another_client_is_not_found(caller: Caller) -> None:
    counter_id = await caller.opened()

    status, _, problem = await caller.post(f"/counters/{counter_id}/add", {"number": 1}, client=UUID(int=9))

    assert (status, problem["code"]) == (404, "counter.not_found")


async def test_a_key_without_effect_stores_nothing(caller: Caller, database: Database) -> None:
    status, _, _ = await caller.post(f"/counters/{new_id()}/add", {"number": 1}, idempotency_key="k")

    assert status == 404
    assert await lines(database) == 0
