"""An owner may close a kept connection in the very moment the gateway uses it, for example while it is being replaced."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from gateway.clients.owners import OwnerResponse, Owners
from testkit.keys import KeyPair

ANNA = Actor("client", "Anna", new_id())
KEYS = KeyPair()
KEYED = {"idempotency-key": "k1"}


class Owner:
    """Hangs up on the first requests without an answer; answers the others with the key they came with."""

    def __init__(self) -> None:
        self.hangs_up = 0
        self.asked = 0
        self.address = ""

    async def serve(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        head = (await reading.readuntil(b"\r\n\r\n")).decode().lower()
        await reading.readexactly(2)
        self.asked += 1
        if self.asked > self.hangs_up:
            key = head.partition("idempotency-key: ")[2].partition("\r\n")[0].encode()
            writing.write(b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nETag: "3"\r\n\r\n%s' % (len(key), key))
            await writing.drain()
        writing.close()


@pytest.fixture
async def owner() -> AsyncIterator[Owner]:
    made = Owner()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield made
    server.close()


async def ask(owner: Owner, headers: dict[str, str]) -> OwnerResponse:
    async with aiohttp.ClientSession() as session:
        owners = Owners(session, {"tickets": owner.address}, KEYS.signer)
        return await owners.send("tickets", "POST", "/tickets", b"{}", ANNA, new_id(), headers)


async def test_a_command_with_a_key_is_asked_again_under_it(owner: Owner) -> None:
    owner.hangs_up = 1

    answer = await ask(owner, KEYED)

    assert (answer.status, answer.body, answer.version, owner.asked) == (200, b"k1", 3, 2)


async def test_without_a_key_nobody_knows_whether_it_was_done_and_it_is_not_asked_again(owner: Owner) -> None:
    owner.hangs_up = 1

    with pytest.raises(Refusal, match=r"owner\.unreachable"):
        await ask(owner, {})

    assert owner.asked == 1


async def test_an_owner_that_hangs_up_twice_is_unreachable(owner: Owner) -> None:
    owner.hangs_up = 2

    with pytest.raises(Refusal, match=r"owner\.unreachable"):
        await ask(owner, KEYED)

    assert owner.asked == 2
