"""Mail against a real SMTP server: once; waiting while the server is away; the same Message-ID after a crash."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from aiosmtpd.smtp import SMTP
from contracts.notifications.requests import MessageRequested
from contracts.tickets.events import MessageAdded, TicketOpened
from contracts.vocabulary import Named
from notifications.texts.mail_rendering import MailRenderer
from notifications.timers.delivery_loop import DeliveryLoop
from notifications.timers.mail_channel import MailChannel
from notifications.timers.mail_server import mail_server
from testkit.serving import free_port
from testkit.waiting import until

SHUTDOWN_SECONDS = 2.0
"""Seconds that a stop lets what is under way have here."""


class MailServer:
    """A real SMTP server that keeps what it gets, and can be told to refuse, to be away, or to hang after DATA."""

    def __init__(self) -> None:
        self.port = free_port()
        self.got: list[Message] = []
        self.recipients: list[str] = []
        self.refuse_recipient = ""
        self.refuse_data = ""
        self.hang = asyncio.Event()
        self.hanging = False
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def has_mail(self) -> bool:
        return bool(self.got)

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, enable_SMTPUTF8=True), "127.0.0.1", self.port)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802, ARG002
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        if self.refuse_data:
            return self.refuse_data
        self.got.append(message_from_bytes(envelope.content))
        self.recipients += envelope.rcpt_tos
        if self.hanging:
            await self.hang.wait()
        return "250 accepted"


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    server = MailServer()
    await server.start()
    yield server
    server.hang.set()
    await server.stop()


Loop = Callable[[], Awaitable[int]]


@pytest.fixture
def sending(world: Any, mail: MailServer) -> DeliveryLoop:
    mails = MailRenderer("Opslayer <it@example.com>", "https://ops.example.com")
    sender = MailChannel(mails, mail_server(mail.url, mails.sender_address()), world.clock)
    return DeliveryLoop(world.database, world.clock, sender, jitter=lambda: 0.0, shutdown_seconds=SHUTDOWN_SECONDS)


async def one_mail_is_due(world: Any, people: Any) -> None:
    ticket = people.ticket(next_move=None)
    await world.happens(MessageAdded(state=ticket, message_id=ticket.id, text="Proszę"), by=people.tomek)


async def state_of(world: Any) -> tuple[str, int, str]:
    (row,) = await world.rows("SELECT state, tries, answer FROM delivery WHERE channel = 'mail'")
    return row["state"], row["tries"], row["answer"]


async def test_each_person_gets_one_mail(world: Any, people: Any, mail: MailServer, sending: DeliveryLoop) -> None:
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    assert [await sending.run_once(), await sending.run_once()] == [2, 0]

    assert sorted(mail.recipients) == ["kasia@example.com", "tomek@example.com"]
    languages = {message["To"]: message["Content-Language"] for message in mail.got}
    assert languages == {"Tomek <tomek@example.com>": "pl", "Kasia <kasia@example.com>": "en"}


async def test_with_the_server_away_mail_waits_and_nothing_is_lost(
    world: Any, people: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    await mail.stop()
    await one_mail_is_due(world, people)
    for _ in range(20):
        await sending.run_once()
        world.later(timedelta(minutes=2))
    assert (await state_of(world))[:2] == ("due", 20)

    await mail.start()
    await sending.run_once()

    assert len(mail.got) == 1
    assert (await state_of(world))[0] == "sent"


async def test_a_crash_after_the_server_took_the_mail_sends_it_once_more_under_the_same_id(
    world: Any, people: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    await one_mail_is_due(world, people)
    await crash_after_data(sending, mail)
    assert (await state_of(world))[0] == "sending"
    assert await sending.run_once() == 0  # its time is not over: it may still be under way

    world.later(timedelta(seconds=31))
    assert [await sending.run_once(), await sending.run_once()] == [1, 0]

    first, second = mail.got
    assert first["Message-ID"] == second["Message-ID"]
    assert (await state_of(world))[:2] == ("sent", 2)


async def crash_after_data(sending: DeliveryLoop, mail: MailServer) -> None:
    """Kills the loop without mercy, as SIGKILL would, when the server has the mail and has not answered."""
    mail.hanging = True
    before = asyncio.all_tasks()
    task = asyncio.create_task(sending.run_once())
    await until(mail.has_mail)
    ours = [one for one in asyncio.all_tasks() - before if "_deliver" in repr(one)]
    for one in (*ours, task):
        one.cancel()
    with suppress(asyncio.CancelledError):
        await task
    mail.hanging = False
    mail.hang.set()


async def test_a_stop_lets_what_is_under_way_finish_however_often_it_is_asked_for(
    world: Any, people: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    await one_mail_is_due(world, people)
    mail.hanging = True
    task = asyncio.create_task(sending.run())
    await until(mail.has_mail)

    for _ in range(3):  # a process that stops asks its loops again and again
        task.cancel()
        await asyncio.wait([task], timeout=0.1)
    mail.hang.set()
    with suppress(asyncio.CancelledError):
        await task

    assert (await state_of(world))[:2] == ("sent", 1)


async def test_a_stop_does_not_wait_without_end_for_a_mail_server(
    world: Any, people: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    await one_mail_is_due(world, people)
    mail.hanging = True
    task = asyncio.create_task(sending.run())
    await until(mail.has_mail)

    task.cancel()
    done, _ = await asyncio.wait([task], timeout=SHUTDOWN_SECONDS + 1)

    assert done
    assert (await state_of(world))[0] == "sending"


async def test_two_senders_never_take_the_same_mail(
    world: Any, people: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    for _ in range(8):
        await one_mail_is_due(world, people)

    await asyncio.gather(*(sending.run_once() for _ in range(4)))

    assert len({message["Message-ID"] for message in mail.got}) == len(mail.got) == 8


async def test_an_address_the_server_refuses_is_given_up_and_made_known(
    world: Any, people: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    mail.refuse_recipient = "550 no such mailbox"
    await one_mail_is_due(world, people)

    assert [await sending.run_once(), await sending.run_once()] == [1, 0]

    assert (await state_of(world))[0] == "failed"
    (line,) = await world.own_lines("notifications.delivery.gave_up.v1")
    assert (line["audience"], orjson.loads(line["data"])["state"]["answer"]) == ("provider", "550 no such mailbox")


async def test_a_mail_the_server_does_not_want_now_is_tried_less_and_less_often(
    world: Any, people: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    mail.refuse_data = "451 try again later"
    await one_mail_is_due(world, people)
    tries = []
    for _ in range(11):
        tries.append(await sending.run_once())
        world.later(timedelta(hours=9))

    assert (await state_of(world))[:2] == ("failed", 11)
    assert sum(tries) == 11
    assert len(await world.own_lines("notifications.delivery.gave_up.v1")) == 1


def asked_for(**fields: Any) -> MessageRequested:
    values: dict[str, Any] = {
        "process_id": UUID(int=50), "step": "welcome", "to_email": "nowy@example.com", "to_name": "Jan Nowy",
        "language": "pl", "template": "onboarding.welcome", "facts": {"hardware": "ThinkPad"},
    }  # fmt: skip
    return MessageRequested(**{**values, **fields})


async def test_a_message_a_process_asks_for_is_sent_and_answered(
    world: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    request = await world.happens(asked_for(), subject=UUID(int=50))
    assert await world.own_lines("notifications.message.sent.v1") == []

    await sending.run_once()

    (answer,) = await world.own_lines("notifications.message.sent.v1")
    assert answer["causation_id"] == request.id
    assert orjson.loads(answer["data"])["state"]["step"] == "welcome"
    assert mail.recipients == ["nowy@example.com"]
    assert "Witamy w firmie Acme" in str(mail.got[0]["Subject"])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"template": "nothing"}, "notifications.template_unknown"),
        ({"to_email": "nobody"}, "notifications.address_not_valid"),
        ({"to_email": ""}, "notifications.no_address"),
        ({"to_email": "", "to": Named(id=UUID(int=999), name="X")}, "notifications.no_address"),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused(world: Any, fields: Any, code: str) -> None:
    request = await world.happens(asked_for(**fields), subject=UUID(int=50))

    (answer,) = await world.own_lines("notifications.request.refused.v1")
    assert (answer["subject"], answer["causation_id"]) == (request.id, request.id)
    assert orjson.loads(answer["data"])["code"] == code


async def test_a_message_to_an_account_finds_its_address(
    world: Any, people: Any, mail: MailServer, sending: DeliveryLoop
) -> None:
    await world.happens(asked_for(to_email="", to=people.named(people.anna)), subject=UUID(int=50))

    await sending.run_once()

    assert mail.recipients == ["anna@example.com"]


async def test_a_refused_address_is_told_to_the_process(world: Any, mail: MailServer, sending: DeliveryLoop) -> None:
    mail.refuse_recipient = "550 no such mailbox"
    request = await world.happens(asked_for(), subject=UUID(int=50))

    await sending.run_once()

    (answer,) = await world.own_lines("notifications.request.refused.v1")
    assert (answer["subject"], orjson.loads(answer["data"])["code"]) == (request.id, "notifications.mail_refused")


async def test_without_a_mail_server_mails_can_go_to_a_folder(world: Any, people: Any, tmp_path: Path) -> None:
    mails = MailRenderer("it@example.com", "https://ops.example.com")
    sender = MailChannel(mails, mail_server(f"file://{tmp_path}/mail", "it@example.com"), world.clock)
    await one_mail_is_due(world, people)

    await DeliveryLoop(world.database, world.clock, sender).run_once()

    (file,) = (tmp_path / "mail").glob("*.eml")
    assert f"<{file.stem}>" == message_from_bytes(file.read_bytes())["Message-ID"]
