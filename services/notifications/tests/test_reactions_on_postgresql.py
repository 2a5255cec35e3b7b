"""From journal lines to inboxes and deliveries, on a real database: once per person and event, whatever is repeated."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from chassis.inbox.feed import OwnerUnreachable
from chassis.journal.line import JournalLine
from contracts.gateway.events import AccountChanged
from contracts.tickets.events import ClientAsked, InternalNoteAdded, MessageAdded, TicketAssigned, TicketOpened
from contracts.vocabulary import PROVIDER, Imported, Named
from notifications.reactions.account_wait import AccountWait
from notifications.reactions.when_something_happens_notify import WhenSomethingHappensNotify

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


async def test_a_new_ticket_stands_in_the_inboxes_of_the_team(world: Any, people: Any) -> None:
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    assert await world.told(people.tomek) == await world.told(people.kasia) == ["ticket.take"]
    assert await world.nobody_else_but(people.tomek, people.kasia)


async def test_a_line_that_comes_again_tells_nobody_twice(world: Any, people: Any) -> None:
    line = await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    await world.apply(line)

    assert await world.told(people.tomek) == ["ticket.take"]


async def test_a_journal_read_anew_tells_nobody_twice(world: Any, people: Any) -> None:
    line = await world.happens(TicketOpened(state=people.ticket()), by=people.anna)
    await world.rows("DELETE FROM thing_snapshot")

    await world.apply(world.renamed(line))

    assert await world.told(people.tomek) == ["ticket.take"]
    assert await world.value("SELECT count(*) FROM delivery") == 4


async def test_each_person_has_one_delivery_per_channel(world: Any, people: Any) -> None:
    line = await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    rows = await world.rows("SELECT recipient, channel, state FROM delivery WHERE event_id = $1", line.id)
    expected = {
        (str(one.id), *rest) for one in (people.tomek, people.kasia) for rest in (("inbox", "sent"), ("mail", "due"))
    }
    assert {tuple(row) for row in rows} == expected


async def test_own_acts_are_not_told(world: Any, people: Any) -> None:
    taken = people.ticket(assignee=people.named(people.tomek), next_move=people.move("provider", "work", people.tomek))

    await world.happens(TicketAssigned(state=taken), by=people.tomek)

    assert await world.told(people.tomek) == []


async def test_what_asked_the_team_is_read_once_one_of_them_has_done_it(world: Any, people: Any) -> None:
    ticket = people.ticket()
    await world.happens(TicketOpened(state=ticket), by=people.anna)
    mine = {"assignee": people.named(people.tomek), "next_move": people.move("provider", "work", people.tomek)}

    await world.happens(TicketAssigned(state=ticket.model_copy(update={"version": 2, **mine})), by=people.tomek)

    assert await world.unread(people.tomek) == await world.unread(people.kasia) == []
    lines = await world.own_lines("notifications.notification.read.v1")
    assert {orjson.loads(line["data"])["state"]["account_id"] for line in lines} == {
        str(people.tomek.id),
        str(people.kasia.id),
    }


async def test_who_acts_has_read_what_they_were_told_and_nobody_else_has(world: Any, people: Any) -> None:
    ticket = people.ticket(assignee=people.named(people.tomek), next_move=people.move("provider", "work", people.tomek))
    await world.happens(TicketOpened(state=ticket), by=people.kasia)
    told = MessageAdded(state=ticket.model_copy(update={"version": 2}), message_id=ticket.id, text="Proszę")
    await world.happens(told, by=people.tomek)
    assert (await world.unread(people.tomek), await world.unread(people.anna)) == ([], ["ticket.message"])

    more = MessageAdded(state=ticket.model_copy(update={"version": 3}), message_id=ticket.id, text="I jeszcze")
    await world.happens(more, by=people.kasia)
    assert await world.unread(people.anna) == ["ticket.message", "ticket.message"]

    answer = MessageAdded(state=ticket.model_copy(update={"version": 4}), message_id=ticket.id, text="Dziękuję")
    await world.happens(answer, by=people.anna)
    assert (await world.unread(people.tomek), await world.unread(people.anna)) == (["ticket.message"], [])


async def test_internal_notes_never_reach_the_client(world: Any, people: Any) -> None:
    ticket = people.ticket(assignee=people.named(people.anna), next_move=people.move("client", "answer", people.anna))

    await world.happens(InternalNoteAdded(state=ticket, message_id=ticket.id, text="secret"), by=people.tomek)

    assert await world.value("SELECT count(*) FROM notification WHERE state->>'account_side' = 'client'") == 0
    assert await world.value("SELECT count(*) FROM delivery WHERE content::text LIKE '%secret%'") == 0


async def test_what_the_provider_is_told_is_not_for_the_client(world: Any, people: Any) -> None:
    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    lines = await world.own_lines("notifications.notification.created.v1")
    assert {line["audience"] for line in lines} == {"provider"}


async def test_another_clients_people_are_told_nothing(world: Any, people: Any) -> None:
    asked = people.ticket(requester=None, next_move=people.move("client", "answer"))

    await world.happens(ClientAsked(state=asked, waiting_for="information", question="?"), by=people.tomek)

    assert await world.told(people.olek) == []
    assert await world.told(people.adam) == ["ticket.answer"]


async def test_the_public_state_has_code_facts_and_class(world: Any, people: Any) -> None:
    ticket = people.ticket(next_move=None)

    await world.happens(MessageAdded(state=ticket, message_id=ticket.id, text="Proszę"), by=people.tomek)

    (line,) = await world.own_lines("notifications.notification.created.v1")
    state = orjson.loads(line["data"])["state"]
    assert (state["class"], state["code"], state["status"], state["next_move"]) == (
        "information",
        "ticket.message",
        "unread",
        None,
    )
    assert state["facts"] | {"said": "Proszę", "number": "T-1", "client": "Acme", "actor": "Tomek"} == state["facts"]
    assert state["account_id"] == str(people.anna.id)


async def test_an_import_tells_nobody(world: Any, people: Any) -> None:
    old = {"occurred_at": people.now - timedelta(days=900)}
    brought = people.ticket(imported=Imported(source="csv", key="1"))

    await world.happens(TicketOpened(state=people.ticket()), by=people.anna, **old)
    await world.happens(TicketOpened(state=brought), by=people.anna)

    assert await world.value("SELECT count(*) FROM delivery") == 0


async def test_an_account_that_may_no_longer_sign_in_is_not_told(world: Any, people: Any) -> None:
    gone = people.tomek.model_copy(update={"active": False, "version": 2})
    await world.happens(AccountChanged(state=gone))

    await world.happens(TicketOpened(state=people.ticket()), by=people.anna)

    assert await world.told(people.tomek) == []


async def test_an_older_state_of_an_account_changes_nothing(world: Any, people: Any) -> None:
    newer = people.tomek.model_copy(update={"email": "new@example.com", "version": 3})

    await world.happens(AccountChanged(state=newer))
    await world.happens(AccountChanged(state=people.tomek))

    assert await world.value("SELECT email FROM account WHERE id = $1", people.tomek.id) == "new@example.com"


async def test_accounts_in_the_same_batch_are_known_before_what_happens(world: Any, people: Any) -> None:
    newcomer = people.account(9, "Nina", "provider", "technician")
    opened: JournalLine = world.line(TicketOpened(state=people.ticket()), by=people.anna)

    await world.apply(opened, world.line(people.created(newcomer)))

    assert await world.told(newcomer) == ["ticket.take"]


@pytest.mark.parametrize("how", ["acts", "is given the ticket"])
async def test_whoever_nobody_knows_is_waited_for_and_then_not_again(world: Any, people: Any, how: str) -> None:
    zenon = people.account(55, "Zenon", "provider", "technician")
    given = {"assignee": Named(id=zenon.id, name="Zenon")} if how != "acts" else {}
    line = world.line(TicketAssigned(state=people.ticket(**given)), by=zenon if how == "acts" else people.anna)
    patient, hasty = (WhenSomethingHappensNotify(AccountWait(seconds), mail=False) for seconds in (60, 0))

    async with world.database.transaction(people.acme, PROVIDER) as transaction:
        with pytest.raises(OwnerUnreachable, match=str(zenon.id)):
            await patient(transaction, line, NOW)
        await hasty(transaction, line, NOW)
        await hasty(transaction, line, NOW)


async def test_who_is_known_is_not_waited_for(world: Any, people: Any) -> None:
    line = world.line(
        TicketAssigned(state=people.ticket(assignee=Named(id=people.tomek.id, name="Tomek"))), by=people.anna
    )

    async with world.database.transaction(people.acme, PROVIDER) as transaction:
        await WhenSomethingHappensNotify(AccountWait(60), mail=False)(transaction, line, NOW)
