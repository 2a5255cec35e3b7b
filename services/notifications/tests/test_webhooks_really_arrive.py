"""Webhooks against a real HTTP receiver, which checks signatures with the reference library of Standard Webhooks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from aiohttp import web
from chassis.command import Context
from chassis.identifiers import new_id
from contracts.notifications.commands import SubscribeWebhook
from contracts.notifications.requests import MessageRequested
from contracts.processes.events import StepDone
from contracts.processes.state import Process, Progress
from contracts.tickets.events import InternalNoteAdded, TicketOpened
from contracts.tickets.requests import TaskRequested
from contracts.tickets.state import Ticket as PublicTicket
from contracts.vocabulary import Money, Texts
from notifications.commands.change_webhooks import disable, subscribe
from notifications.domain.delivery import WEBHOOK_DELAYS
from notifications.domain.network_addresses import networks
from notifications.storage.deliveries import MOST_PER_CLIENT
from notifications.timers.delivery_loop import DeliveryLoop
from notifications.timers.webhook_channel import WebhookChannel
from pydantic import SecretStr
from standardwebhooks import Webhook as Checker
from standardwebhooks import WebhookVerificationError
from testkit.serving import free_port
from testkit.waiting import until

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
LOCAL = networks(["127.0.0.0/8"])
ABOUT = Texts(pl="Jan Nowak", en="Jan Nowak")


class Receiver:
    """A tool of the client: keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.port = free_port()
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answer: tuple[int, dict[str, str]] = (204, {})
        self.stumbles_over: bytes | None = None
        self.hang = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/in"

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.got.append(({name.lower(): value for name, value in request.headers.items()}, body))
        if request.path.endswith("/hangs"):
            await self.hang.wait()
        stumbles = self.stumbles_over is not None and self.stumbles_over in body
        status, headers = (500, {}) if stumbles else self.answer
        return web.Response(status=status, headers=headers)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/{tail:.*}", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", made.port).start()
    yield made
    made.hang.set()
    await runner.cleanup()


@pytest.fixture
def sending(world: Any) -> DeliveryLoop:
    world.clock.at = datetime.now(UTC)  # the checker looks at its own clock
    sender = WebhookChannel(world.database, world.clock, LOCAL)
    return DeliveryLoop(world.database, world.clock, sender, jitter=lambda: 0.0)


async def subscribed(world: Any, people: Any, url: str, who: Any = None, **fields: Any) -> Any:
    who = who or people.adam
    client = people.acme if who.side == "provider" else who.client_id
    actor = people.actor(who.model_copy(update={"roles": ["administrator"]}))
    body = SubscribeWebhook(**{"url": url, "secret": SecretStr(SECRET), "types": ["tickets.*"], **fields})
    async with world.database.transaction(client) as transaction:
        context = Context(actor, client, world.clock.now())
        return await subscribe(transaction, context, body, people.ticket().id, LOCAL)


async def state_of(world: Any) -> tuple[str, int]:
    (row,) = await world.rows("SELECT state, refusals FROM delivery WHERE channel = 'webhook'")
    return row["state"], row["refusals"]


async def test_an_event_arrives_signed(world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop) -> None:
    await subscribed(world, people, receiver.url)
    line = await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    assert [await sending.run_once(), await sending.run_once()] == [1, 0]

    headers, body = receiver.got[0]
    event = Checker(SECRET).verify(body, headers)
    assert (event["id"], event["type"], event["source"]) == (str(line.id), "tickets.ticket.opened.v1", "/tickets")
    assert event["data"]["state"]["title"] == "Drukarka nie drukuje"
    assert not {"sequence", "shard", "generation"} & event.keys()


@pytest.mark.parametrize("whose", ["adam", "kasia"], ids=["the client's tool", "the provider's tool"])
async def test_the_rights_of_others_stay_here(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop, whose: str
) -> None:
    await subscribed(world, people, receiver.url, getattr(people, whose))
    rights = {
        "moves": {"accept": ["client@requester"]},
        "missing": {"wipe": ["x"]},
        "relations": {"requester": [new_id()]},
    }
    await world.happens(TicketOpened(state=people.ticket(**rights)), by=people.anna)

    await sending.run_once()

    data = orjson.loads(receiver.got[0][1])["data"]
    assert data == orjson.loads(TicketOpened(state=people.ticket()).to_bytes()) | {"state": data["state"]}
    assert data["state"]["title"] == "Drukarka nie drukuje"
    assert data["state"].keys() == PublicTicket.model_fields.keys() - {"moves", "missing", "relations"}


async def test_a_changed_byte_is_noticed(world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop) -> None:
    await subscribed(world, people, receiver.url)
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    await sending.run_once()

    headers, body = receiver.got[0]
    with pytest.raises(WebhookVerificationError):
        Checker(SECRET).verify(body.replace(b"Drukarka", b"drukarka"), headers)


async def test_a_repeated_delivery_has_the_same_id(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    receiver.answer = (500, {})
    await subscribed(world, people, receiver.url)
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    await sending.run_once()
    assert await sending.run_once() == 0

    world.later(timedelta(seconds=5))
    receiver.answer = (200, {})
    await sending.run_once()

    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert (len(receiver.got), await state_of(world)) == (2, ("sent", 1))


async def test_what_is_for_the_provider_goes_to_the_providers_webhooks_only(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    await subscribed(world, people, receiver.url)
    ours = await subscribed(world, people, receiver.url + "/ours", people.kasia)
    ticket = people.ticket(next_move=None)
    await world.happens(InternalNoteAdded(state=ticket, message_id=ticket.id, text="secret"), by=people.tomek)

    await sending.run_once()

    recipients = await world.rows("SELECT recipient FROM delivery WHERE channel = 'webhook'")
    assert [row["recipient"] for row in recipients] == [str(ours.id)]


@pytest.mark.parametrize("types", [["assets.*"], ["tickets.ticket.resolved.v1"]])
async def test_only_wanted_types_are_sent(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop, types: list[str]
) -> None:
    await subscribed(world, people, receiver.url, types=types)

    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    assert await sending.run_once() == 0


async def test_facts_are_sent_and_requests_to_services_are_not(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    await subscribed(world, people, receiver.url, types=["processes.*"])
    process = Process(
        id=new_id(), client_id=people.acme, version=3, scenario="onboarding", scenario_version=1,
        title=ABOUT, about=ABOUT, language="pl", status="running", progress=Progress(done=1, total=2),
        cost=Money(amount=0, currency="PLN"), opened_at=people.now)  # fmt: skip
    of = {"subject": process.id, "client_id": people.acme}
    asked = {"process_id": process.id, "step": "welcome"}
    await world.happens(MessageRequested(**asked, template="message"), **of)
    await world.happens(TaskRequested(**asked, title="Laptop"), **of, version=2)
    done = await world.happens(StepDone(state=process, step="welcome", outputs={}, cost=process.cost))

    assert [await sending.run_once(), await sending.run_once()] == [1, 0]
    assert [orjson.loads(body)["id"] for _, body in receiver.got] == [str(done.id)]


async def test_another_clients_events_and_history_are_not_sent(world: Any, people: Any, sending: DeliveryLoop) -> None:
    await subscribed(world, people, "https://tools.example.com/")

    await world.happens(TicketOpened(state=people.ticket(client_id=people.other)), by=people.olek)
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna, occurred_at=people.now - timedelta(days=9))

    assert await sending.run_once() == 0


async def test_410_disables_the_webhook(world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop) -> None:
    receiver.answer = (410, {})
    webhook = await subscribed(world, people, receiver.url)
    for _ in range(3):
        await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    await sending.run_once()
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    assert await sending.run_once() == 0
    (line,) = await world.own_lines("notifications.webhook.disabled.v1")
    assert (line["subject"], orjson.loads(line["data"])["reason"]) == (webhook.id, "gone")


async def test_a_webhook_that_never_answers_well_is_given_up(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    receiver.answer = (302, {"location": "http://127.0.0.1:1/inside"})
    await subscribed(world, people, receiver.url)
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    for delay in (*WEBHOOK_DELAYS, timedelta(days=1)):
        assert await sending.run_once() == 1
        world.later(delay)

    assert await state_of(world) == ("failed", len(WEBHOOK_DELAYS) + 1)
    (line,) = await world.own_lines("notifications.webhook.disabled.v1")
    assert orjson.loads(line["data"])["reason"] == "gave_up"


async def test_an_event_that_its_receiver_never_takes_fails_alone(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    receiver.stumbles_over = b"Drukarka"
    await subscribed(world, people, receiver.url)
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    for delay in (*WEBHOOK_DELAYS, timedelta(days=1)):
        await sending.run_once()
        world.later(delay)
        await world.happens(TicketOpened(state=people.ticket(title="Monitor")), by=people.anna)
    await sending.run_once()

    states = [
        row["state"] for row in await world.rows("SELECT state FROM delivery WHERE channel = 'webhook' ORDER BY id")
    ]
    assert states == ["failed", *["sent"] * (len(WEBHOOK_DELAYS) + 1)]
    assert await world.own_lines("notifications.webhook.disabled.v1") == []
    (line,) = await world.own_lines("notifications.delivery.gave_up.v1")
    state = orjson.loads(line["data"])["state"]
    assert (line["audience"], state["channel"], state["code"], state["answer"]) == (
        "provider",
        "webhook",
        "tickets.ticket.opened.v1",
        "500",
    )


async def test_a_receiver_that_took_events_once_and_then_no_more_is_given_up(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    await subscribed(world, people, receiver.url)
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    await sending.run_once()
    world.later(timedelta(minutes=1))
    receiver.answer = (500, {})
    for _ in range(2):
        await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    for delay in (*WEBHOOK_DELAYS, timedelta(days=1)):
        await sending.run_once()
        world.later(delay)

    (line,) = await world.own_lines("notifications.webhook.disabled.v1")
    assert orjson.loads(line["data"])["reason"] == "gave_up"
    assert await world.own_lines("notifications.delivery.gave_up.v1") == []


async def test_the_receivers_wish_to_wait_is_obeyed(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    receiver.answer = (429, {"retry-after": "600"})
    await subscribed(world, people, receiver.url)
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    await sending.run_once()

    world.later(timedelta(seconds=599))
    assert await sending.run_once() == 0
    world.later(timedelta(seconds=1))
    assert await sending.run_once() == 1


async def test_what_is_due_for_a_webhook_that_somebody_disables_is_not_sent(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    webhook = await subscribed(world, people, receiver.url)
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    async with world.database.transaction(people.acme) as transaction:
        context = Context(people.actor(people.adam), people.acme, world.clock.now())
        await disable(transaction, context, webhook.id)

    assert await sending.run_once() == 0
    assert receiver.got == []


async def test_a_receiver_that_hangs_keeps_nobody_waiting_but_its_own_client(
    world: Any, people: Any, receiver: Receiver, sending: DeliveryLoop
) -> None:
    await subscribed(world, people, f"{receiver.url}/hangs")
    await subscribed(world, people, receiver.url, people.olek)
    for _ in range(MOST_PER_CLIENT * 2):
        await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    for _ in range(MOST_PER_CLIENT):
        await world.happens(TicketOpened(state=people.ticket(client_id=people.olek.client_id)), by=people.olek)

    task = asyncio.create_task(sending.run())
    await until(lambda: sent(world, people.olek.client_id, MOST_PER_CLIENT))
    assert await sent(world, people.acme, 0)
    assert len(receiver.got) == MOST_PER_CLIENT * 2  # half of those that hang have not even begun
    receiver.hang.set()
    await until(lambda: sent(world, people.acme, MOST_PER_CLIENT * 2))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def sent(world: Any, client: UUID, number: int) -> bool:
    rows = await world.rows("SELECT client_id FROM delivery WHERE channel = 'webhook' AND state = 'sent'")
    return [row["client_id"] for row in rows].count(client) == number
