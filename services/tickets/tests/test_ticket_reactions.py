"""What tickets does when a process asks, and when time passes."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.inbox.reactions import handler
from chassis.journal.line import JournalLine
from chassis.process.clock import SetClock
from chassis.process.timers import Timer
from contracts.gateway.events import ClientRegistered
from contracts.gateway.state import Client
from contracts.tickets.requests import TaskRequested, TaskWithdrawn
from contracts.tickets.state import Ticket as PublicTicket
from testkit.lines import a_line
from tickets.reactions import reactions
from tickets.settings import Settings
from tickets.storage.numbers import Numbers
from tickets.timers import CLOSE_WHAT_NOBODY_OBJECTED_TO

from calendars import Calendar, office_hours

ANNA = Actor("client", "Anna", UUID(int=1))
PIOTR = Actor("provider", "Piotr", UUID(int=2))
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PROCESS = UUID(int=50)


def requested(client_id: UUID, **fields: Any) -> JournalLine:
    request = TaskRequested(process_id=PROCESS, step="prepare", **{"title": "Przygotuj laptop", **fields})
    return a_line(
        source="processes",
        type=TaskRequested.TYPE,
        client_id=client_id,
        data=request.to_bytes(),
        addressee="tickets",
        correlation_id=new_id(),
    )


def withdrawn(client_id: UUID, request: JournalLine) -> JournalLine:
    content = TaskWithdrawn(process_id=PROCESS, step="prepare", withdraws=request.id)
    return a_line(source="processes", type=TaskWithdrawn.TYPE, client_id=client_id, data=content.to_bytes())


class Reacting:
    """The service's reactions on a real database."""

    def __init__(self, database: Database, client_id: UUID) -> None:
        self._database = database
        self._client_id = client_id
        self._handle = handler(reactions(Numbers(database)), SetClock(NOW))

    async def to(self, *lines: JournalLine) -> None:
        async with self._database.transaction() as transaction:
            await self._handle(transaction, lines)

    async def said(self) -> list[Any]:
        """The journal of this client's tickets, in the order of its making."""
        async with self._database.transaction(self._client_id) as transaction:
            return await transaction.rows("SELECT * FROM journal ORDER BY recorded_at, event_id")

    async def tickets(self) -> list[Any]:
        async with self._database.transaction(self._client_id) as transaction:
            return [orjson.loads(row["state"]) for row in await transaction.rows("SELECT state FROM ticket")]


@pytest.fixture
def reacting(database: Database, client_id: UUID) -> Reacting:
    return Reacting(database, client_id)


@pytest.mark.parametrize("planned", [{"skill": "identity", "estimate_minutes": 45}, {}])
async def test_what_a_task_needs_and_takes_is_told_with_it(
    reacting: Reacting, client_id: UUID, planned: dict[str, Any]
) -> None:
    await reacting.to(requested(client_id, **planned))

    (line,) = await reacting.said()
    state = PublicTicket.model_validate(orjson.loads(line["data"])["state"])
    assert (state.skill, state.estimate_minutes) == (planned.get("skill"), planned.get("estimate_minutes"))


async def test_a_requested_task_becomes_a_ticket_that_names_its_request(reacting: Reacting, client_id: UUID) -> None:
    request = requested(client_id, team="serwis", priority="high")

    await reacting.to(request)

    (ticket,) = await reacting.tickets()
    assert (ticket["type"], ticket["title"], ticket["team"]) == ("task", "Przygotuj laptop", "serwis")
    assert ticket["step"]["request_id"] == str(request.id)
    (line,) = await reacting.said()
    assert (line["causation_id"], line["correlation_id"]) == (request.id, request.correlation_id)
    assert line["actor_side"] == "system"


async def test_a_request_that_cannot_be_fulfilled_is_answered_with_a_refusal(
    reacting: Reacting, client_id: UUID
) -> None:
    request = requested(client_id, title="")

    await reacting.to(request)

    (line,) = await reacting.said()
    assert (line["type"], line["subject"], line["version"]) == ("tickets.request.refused.v1", request.id, 1)
    assert orjson.loads(line["data"])["code"] == "tickets.title_missing"
    assert await reacting.tickets() == []


async def test_a_withdrawn_task_is_cancelled(reacting: Reacting, client_id: UUID) -> None:
    request = requested(client_id)

    await reacting.to(request, withdrawn(client_id, request))

    (ticket,) = await reacting.tickets()
    assert (ticket["status"], ticket["resolution"]) == ("cancelled", "process_cancelled")


async def test_a_number_is_there_for_who_holds_the_last_connection(settings: Settings, client_id: UUID) -> None:
    one_connection = await Database.connect(
        settings.app_url.get_secret_value(), settings.system_url.get_secret_value(), size=1
    )
    handle = handler(reactions(Numbers(one_connection)), SetClock(NOW))

    async with asyncio.timeout(4), one_connection.transaction(client_id) as transaction:
        await handle(transaction, [requested(client_id)])

    await one_connection.close()


async def test_a_finished_task_cannot_be_withdrawn_and_the_process_is_told(reacting: Reacting, client_id: UUID) -> None:
    request = requested(client_id)
    first, second = withdrawn(client_id, request), withdrawn(client_id, request)
    await reacting.to(request, first)

    await reacting.to(second)

    line = next(line for line in await reacting.said() if line["subject"] == second.id)
    assert (line["type"], line["causation_id"]) == ("tickets.request.refused.v1", second.id)
    assert orjson.loads(line["data"])["facts"] == {"status": "cancelled"}


async def test_what_could_not_be_saved_is_not_answered_by_half(
    reacting: Reacting, client_id: UUID, unwritable: Any
) -> None:
    first, second = requested(client_id), requested(client_id)
    await reacting.to(first)
    (ticket,) = await reacting.tickets()
    before = await reacting.said()

    async with unwritable(UUID(ticket["id"])):
        with pytest.raises(Refusal, match=r"http\.version_is_another"):
            await reacting.to(withdrawn(client_id, first), second)

    assert await reacting.said() == before
    assert await reacting.tickets() == [ticket]


async def test_tasks_of_several_clients_in_one_batch_stay_apart(
    reacting: Reacting, client_id: UUID, database: Database
) -> None:
    other = new_id()

    await reacting.to(requested(client_id), requested(other), requested(client_id))

    assert len(await reacting.tickets()) == 2
    assert len(await Reacting(database, other).tickets()) == 1


async def test_events_that_are_nobodys_business_are_passed_over(reacting: Reacting, client_id: UUID) -> None:
    await reacting.to(a_line(source="processes", type="processes.process.started.v1", client_id=client_id))

    assert await reacting.said() == []


async def resolved(desk: Any) -> Any:
    ticket = await desk.opened(ANNA)
    await desk.post(PIOTR, f"/{ticket['id']}/work")
    _, state = await desk.post(PIOTR, f"/{ticket['id']}/resolve", {"resolution": "Gotowe"})
    return state


async def _closed_by_time(database: Database, at: datetime) -> int:
    return await Timer(database, SetClock(at), CLOSE_WHAT_NOBODY_OBJECTED_TO).look()


def _last_moment(ticket: Any, calendar: Calendar) -> datetime:
    """The end of the tenth working day after the one on which the ticket was resolved."""
    return calendar.end_of_day(calendar.add_days(calendar.day_of(datetime.fromisoformat(ticket["resolved_at"])), 10))


async def test_a_resolved_ticket_closes_by_itself_after_the_agreed_days(desk: Any, database: Database) -> None:
    await _closed_by_time(database, datetime.now(UTC) + timedelta(days=400))
    ticket = await resolved(desk)
    until = _last_moment(ticket, office_hours())

    early = await _closed_by_time(database, until - timedelta(seconds=1))
    due = await _closed_by_time(database, until)
    again = await _closed_by_time(database, until + timedelta(days=1))

    assert (early, due, again) == (0, 1, 0)
    lines = await Reacting(database, desk.client_id).said()
    last = max(lines, key=lambda line: line["version"])
    assert (last["type"], last["actor_side"]) == ("tickets.ticket.closed.v1", "system")
    assert orjson.loads(last["data"])["how"] == "time_passed"


def registered(client_id: UUID, **fields: Any) -> JournalLine:
    event = ClientRegistered(state=Client(id=client_id, client_id=client_id, name="Mühle", **fields))
    return a_line(client_id, source="gateway", type=ClientRegistered.TYPE, client_id=client_id, data=event.to_bytes())


async def test_a_ticket_closes_by_the_calendar_of_its_client(desk: Any, reacting: Reacting, client_id: UUID) -> None:
    where = {"time_zone": "America/New_York", "country": "US", "region": "TX"}
    await reacting.to(registered(client_id, version=2, **where), registered(client_id, version=1))

    ticket = await resolved(desk)

    until = _last_moment(ticket, office_hours(*where.values()))
    assert datetime.fromisoformat(ticket["next_move"]["due_at"]) == until


async def test_a_client_that_moves_has_its_new_calendar(desk: Any, reacting: Reacting, client_id: UUID) -> None:
    await reacting.to(registered(client_id, version=1, time_zone="America/New_York", country="US"))
    await reacting.to(registered(client_id, version=2, time_zone="Asia/Tokyo", country="JP"))

    ticket = await resolved(desk)

    until = _last_moment(ticket, office_hours("Asia/Tokyo", "JP"))
    assert datetime.fromisoformat(ticket["next_move"]["due_at"]) == until


async def test_a_ticket_reopened_in_time_stays_open(desk: Any, database: Database) -> None:
    ticket = await resolved(desk)
    await desk.post(ANNA, f"/{ticket['id']}/reopen", {"reason": "Dalej nie działa"})

    await _closed_by_time(database, datetime.now(UTC) + timedelta(days=30))

    (state,) = await Reacting(database, desk.client_id).tickets()
    assert state["status"] == "working"
