"""What somebody was told is theirs alone: a notification of the provider repeats internal notes word for word."""

from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
import pytest
from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.journal.line import JournalLine
from chassis.process.wakeup import Wakeup
from contracts.vocabulary import PROVIDER
from gateway.view.event_stream import EventStream
from gateway.view.projection import project
from gateway.view.queries import Filter, Reader, View
from testkit.lines import a_line

CLIENT, TECHNICIAN, REQUESTER, COLLEAGUE = UUID(int=81), UUID(int=82), UUID(int=83), UUID(int=84)
READERS = {
    "the technician": Reader(TECHNICIAN, "provider", (CLIENT,)),
    "another technician": Reader(UUID(int=85), "provider", (CLIENT,)),
    "the requester": Reader(REQUESTER, "client", (CLIENT,)),
    "a colleague": Reader(COLLEAGUE, "client", (CLIENT,)),
}


def line(kind: str, service: str, subject: UUID, **state: Any) -> JournalLine:
    content = {"state": {"id": str(subject), "client_id": str(CLIENT), "version": 1, **state}}
    return a_line(
        subject, client_id=CLIENT, source=service, type=f"{service}.{kind}.created.v1", data=orjson.dumps(content)
    )


def notification_of(account: UUID, ticket: UUID, subject: UUID) -> JournalLine:
    return line(
        "notification", "notifications", subject, account_id=str(account), code="ticket.note", status="unread",
        facts={"said": "the key is under the mat"}, about={"kind": "ticket", "id": str(ticket)},
    )  # fmt: skip


async def readers_of(view: View, kind: str, thing: UUID) -> set[str]:
    found = set()
    for name, reader in READERS.items():
        with suppress(Refusal):
            await view.thing(reader, kind, thing)
            found.add(name)
    return found


@pytest.mark.parametrize(("account", "who"), [(TECHNICIAN, "the technician"), (REQUESTER, "the requester")])
async def test_a_notification_is_its_readers_alone(database: Database, account: UUID, who: str) -> None:
    ticket, notification = new_id(), new_id()
    async with database.system_transaction() as transaction:
        await project(
            transaction,
            [
                line("ticket", "tickets", ticket, title="A door", status="new"),
                notification_of(account, ticket, notification),
            ],
        )
    view = View(database, Wakeup())

    assert await readers_of(view, "ticket", ticket) == set(READERS)
    assert await readers_of(view, "notification", notification) == {who}
    for name, reader in READERS.items():
        mine = name == who
        assert orjson.loads((await view.thing(reader, "ticket", ticket)).links) == []
        for filters in (Filter(), Filter(linked_to=account), Filter(linked_to=ticket)):
            items = (await view.page(reader, "notification", filters)).items
            assert len(items) == (mine and filters.linked_to != ticket)
        events = await view.timeline(reader, thing=None, client_id=None, after=0, limit=100)
        assert [row["subject"] for row in events].count(notification) == mine
        async with database.transaction(*reader.scope) as transaction:
            visible = "SELECT count(*) FROM thing WHERE kind = 'notification'"
            assert ((await transaction.value(visible)) > 0) == mine
        if not mine:
            with pytest.raises(Refusal, match=r"view\.not_found"):
                await view.client_of(reader, notification)


async def test_live_changes_leave_out_what_others_were_told(database: Database) -> None:
    ticket, notification = new_id(), new_id()
    stream = EventStream(database, Wakeup(), keepalive_seconds=0.05)
    async with database.system_transaction() as transaction:
        before = await transaction.value("SELECT position FROM view_status")
        await project(
            transaction,
            [
                notification_of(TECHNICIAN, ticket, notification),
                line("ticket", "tickets", ticket, title="A door", status="new"),
            ],
        )

    seen: dict[str, list[UUID]] = {}
    for name, reader in READERS.items():

        async def current_reader(reader: Reader = reader) -> Reader:
            return reader

        events = stream.events(current_reader, before)
        seen[name] = []
        async for row in events:
            if row is None:
                break
            seen[name].append(row["subject"])
        await events.aclose()

    assert seen == {name: [notification, ticket] if name == "the technician" else [ticket] for name in READERS}


@pytest.mark.parametrize(
    ("owner", "readers"),
    [("provider", {"the technician", "another technician"}), ("client", set(READERS))],
)
async def test_the_providers_webhooks_are_not_the_clients_to_see(
    database: Database, owner: str, readers: set[str]
) -> None:
    webhook = new_id()
    async with database.system_transaction() as transaction:
        await project(
            transaction, [line("webhook", "notifications", webhook, url="https://hooks.example/x", owner_side=owner)]
        )

    assert await readers_of(View(database, Wakeup()), "webhook", webhook) == readers


async def test_what_could_not_be_delivered_is_the_providers_to_mend(database: Database) -> None:
    delivery = new_id()
    async with database.system_transaction() as transaction:
        await project(transaction, [line("delivery", "notifications", delivery, channel="mail", recipient="a@b.pl")])

    assert await readers_of(View(database, Wakeup()), "delivery", delivery) == {"the technician", "another technician"}
    async with database.system_transaction() as transaction:
        assert await transaction.value("SELECT only_for FROM thing WHERE id = $1", delivery) == PROVIDER
