"""What accounts do over HTTP: read, choose mail, let tools follow. On a real database, through the real routes."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from chassis.http import problems
from chassis.http.command_runner import CommandRunner
from contracts.tickets.events import TicketOpened
from fastapi import FastAPI
from notifications.api.notifications import notification_routes
from notifications.api.webhooks import webhook_routes
from notifications.domain.decisions import MOST_WEBHOOKS
from testkit.keys import KeyPair
from testkit.serving import served

SECRET = "whsec_" + "QUJD" * 8
HOOK = {"url": "https://tools.example.com/in?key=1", "secret": SECRET, "types": ["tickets.*"]}


class Caller:
    """Somebody who gives commands, as the gateway passes them on."""

    def __init__(self, session: aiohttp.ClientSession, keys: KeyPair, actor: Any) -> None:
        self._session = session
        self._keys = keys
        self._actor = actor

    async def post(self, path: str, who: Any, body: Any = None, client: int = 7, **headers: str) -> tuple[int, Any]:
        return await self.send("POST", path, who, body or {}, client, **headers)

    async def get(self, path: str, who: Any, client: int = 7) -> tuple[int, Any]:
        return await self.send("GET", path, who, None, client)

    async def send(self, method: str, path: str, who: Any, body: Any, client: int, **headers: str) -> tuple[int, Any]:
        signed = self._keys.headers(self._actor(who), UUID(int=client), **headers)
        async with self._session.request(method, path, json=body, headers=signed) as answer:
            return answer.status, await answer.json(content_type=None)


@pytest.fixture
async def caller(world: Any, people: Any) -> AsyncIterator[Caller]:
    app, keys = FastAPI(), KeyPair()
    problems.add_handlers(app)
    runner = CommandRunner(world.database, keys.verifier, world.clock)
    app.include_router(notification_routes(runner))
    app.include_router(webhook_routes(runner, ()))
    async with served(app) as address, aiohttp.ClientSession(address) as session:
        yield Caller(session, keys, people.actor)


async def first_of(world: Any, who: Any) -> UUID:
    found: UUID = await world.value("SELECT id FROM notification WHERE account_id = $1 ORDER BY id LIMIT 1", who.id)
    return found


async def test_a_notification_is_read_once_and_by_its_account_only(world: Any, people: Any, caller: Caller) -> None:
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    path = f"/notifications/{await first_of(world, people.tomek)}/read"

    assert (await caller.post(path, people.kasia))[0] == 404
    status, state = await caller.post(path, people.tomek)
    assert (status, state["status"], state["version"]) == (200, "read", 2)
    assert (await caller.post(path, people.tomek))[1]["version"] == 2
    assert len(await world.own_lines("notifications.notification.read.v1")) == 1


async def test_a_token_for_another_client_does_not_see_it(world: Any, people: Any, caller: Caller) -> None:
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    path = f"/notifications/{await first_of(world, people.tomek)}/read"

    assert (await caller.post(path, people.tomek, client=8))[0] == 404


async def test_everything_is_read_at_once(world: Any, people: Any, caller: Caller) -> None:
    for _ in range(3):
        await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    assert await caller.post("/notifications/read-all", people.tomek) == (200, {"read": 3})
    assert await caller.post("/notifications/read-all", people.tomek) == (200, {"read": 0})
    assert await world.value("SELECT count(*) FROM notification WHERE read_at IS NULL") == 3  # the other one's


async def test_reading_everything_again_with_the_same_key_finds_nothing_left(
    world: Any, people: Any, caller: Caller
) -> None:
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    path = "/notifications/read-all"

    assert await caller.post(path, people.tomek, idempotency_key="k") == (200, {"read": 1})
    assert await caller.post(path, people.tomek, idempotency_key="k") == (200, {"read": 0})


@pytest.mark.parametrize("name", ["tomek", "anna"])
async def test_who_wants_no_mail_gets_none(world: Any, people: Any, caller: Caller, name: str) -> None:
    who = getattr(people, name)
    ticket = people.ticket(next_move=people.move(who.side, "answer", who))
    status, state = await caller.post("/preferences", who, {"your_move": False})

    await world.happens(TicketOpened(state=ticket), by=people.kasia)

    assert (status, state["mail"]) == (201, {"decision_needed": True, "your_move": False, "information": True})
    assert await world.told(who) == ["ticket.answer"]
    assert await world.value("SELECT count(*) FROM delivery WHERE channel = 'mail'") == 0


async def test_preferences_grow_by_one_version_a_change(world: Any, people: Any, caller: Caller) -> None:
    await caller.post("/preferences", people.anna, {"information": False})
    _, same = await caller.post("/preferences", people.anna, {"information": False})
    _, other = await caller.post("/preferences", people.anna, {"information": True})

    assert (same["version"], other["version"]) == (1, 2)
    assert len(await world.own_lines("notifications.preferences.changed.v1")) == 2


async def test_who_has_said_nothing_reads_that_everything_is_wanted(people: Any, caller: Caller) -> None:
    status, state = await caller.get("/preferences", people.anna)

    assert (status, state["version"], state["account_id"]) == (200, 0, str(people.anna.id))
    assert set(state["mail"].values()) == {True}


@pytest.mark.parametrize("name", ["anna", "tomek"])
async def test_what_was_said_is_read_by_its_account_only(people: Any, caller: Caller, name: str) -> None:
    who = getattr(people, name)
    _, changed = await caller.send("PUT", "/preferences", who, {"information": False}, 7)

    assert await caller.get("/preferences", who) == (200, changed)
    assert (await caller.get("/preferences", people.adam))[1]["version"] == 0


async def test_what_a_technician_wants_holds_for_each_of_its_clients(people: Any, caller: Caller) -> None:
    _, changed = await caller.post("/preferences", people.tomek, {"information": False}, 7)

    assert await caller.get("/preferences", people.tomek, 8) == (200, changed)


async def test_preferences_that_changed_in_between_are_not_overwritten(people: Any, caller: Caller) -> None:
    await caller.post("/preferences", people.anna, {"information": False})

    status, problem = await caller.post("/preferences", people.anna, {"your_move": False}, if_match='"0"')

    assert (status, problem["code"]) == (412, "http.version_is_another")


@pytest.mark.parametrize("name", ["anna", "tomek"])
async def test_a_repeated_word_is_answered_the_same_and_changes_nothing_back(
    people: Any, caller: Caller, name: str
) -> None:
    who = getattr(people, name)
    off, on = {"information": False}, {"information": True}

    first = await caller.post("/preferences", who, off, idempotency_key="k")
    await caller.post("/preferences", who, on, idempotency_key="l")

    assert await caller.post("/preferences", who, off, idempotency_key="k") == first
    assert (await caller.get("/preferences", who))[1]["mail"]["information"] is True
    assert (await caller.post("/preferences", who, off, idempotency_key="l"))[1]["code"] == "http.key_reused"


async def test_an_administrator_lets_a_tool_follow(world: Any, people: Any, caller: Caller) -> None:
    first = await caller.post("/webhooks", people.adam, HOOK, idempotency_key="1")
    again = await caller.post("/webhooks", people.adam, HOOK, idempotency_key="1")

    assert first == again
    assert (first[0], first[1]["url"], first[1]["active"]) == (201, "https://tools.example.com/in", True)
    assert await world.value("SELECT count(*) FROM journal WHERE data::text LIKE '%whsec%'") == 0
    status, state = await caller.post(f"/webhooks/{first[1]['id']}/disable", people.adam)
    assert (status, state["active"], state["disabled_because"]) == (200, False, "by_hand")


async def test_only_administrators_look_after_webhooks(people: Any, caller: Caller) -> None:
    status, problem = await caller.post("/webhooks", people.anna, HOOK)

    assert (status, problem["code"]) == (403, "notifications.administrators_only")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"url": "https://127.0.0.1/"}, "notifications.webhook_address_not_allowed"),
        ({"url": "https://[::1]/"}, "notifications.webhook_address_not_allowed"),
        ({"url": "https://169.254.169.254/latest"}, "notifications.webhook_address_not_allowed"),
        ({"url": "http://tools.example.com/"}, "notifications.webhook_not_encrypted"),
        ({"url": "https://me:secret@tools.example.com/"}, "notifications.webhook_url_not_valid"),
        ({"url": "https://tools.example.com:99999/"}, "notifications.webhook_url_not_valid"),
        ({"secret": "whsec_c2hvcnQ="}, "notifications.webhook_secret_not_valid"),
        ({"secret": "QUJD" * 8}, "notifications.webhook_secret_not_valid"),
        ({"url": "ftp://tools.example.com/"}, "http.not_valid"),
        ({"owner_side": "provider"}, "http.not_valid"),
    ],
)
async def test_a_webhook_that_cannot_be_is_refused(people: Any, caller: Caller, change: Any, code: str) -> None:
    status, problem = await caller.post("/webhooks", people.adam, {**HOOK, **change})

    assert (status, problem["code"]) == (422, code)


async def test_reading_needs_the_version_it_was_meant_for(world: Any, people: Any, caller: Caller) -> None:
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    world.later(timedelta(minutes=1))

    status, problem = await caller.post(
        f"/notifications/{await first_of(world, people.tomek)}/read", people.tomek, if_match='"9"'
    )

    assert (status, problem["code"]) == (412, "http.version_is_another")


async def test_a_client_has_a_largest_number_of_webhooks(people: Any, caller: Caller) -> None:
    made = [await caller.post("/webhooks", people.adam, HOOK) for _ in range(MOST_WEBHOOKS)]
    refused = await caller.post("/webhooks", people.adam, HOOK)
    await caller.post(f"/webhooks/{made[0][1]['id']}/disable", people.adam)
    instead = await caller.post("/webhooks", people.adam, HOOK)

    assert {status for status, _ in made} == {201}
    assert (refused[0], refused[1]["code"]) == (409, "notifications.too_many_webhooks")
    assert instead[0] == 201
