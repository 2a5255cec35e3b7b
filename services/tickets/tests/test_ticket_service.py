"""Commands over HTTP on a real database: rows, journal, numbers, sides and clients."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.identifiers import new_id
from contracts.tickets.state import Ticket as PublicTicket

ANNA = Actor("client", "Anna", UUID(int=1), frozenset({"requester"}))
PIOTR = Actor("provider", "Piotr", UUID(int=2), frozenset({"technician"}))


async def history(database: Database, client_id: UUID, ticket: Any) -> list[Any]:
    async with database.transaction(client_id) as transaction:
        return await transaction.rows("SELECT * FROM journal WHERE subject = $1 ORDER BY version", UUID(ticket["id"]))


async def test_an_opened_ticket_is_answered_as_the_contract_says(desk: Any) -> None:
    state = await desk.opened(ANNA, description="HP w pokoju 204", priority="high")

    ticket = PublicTicket.model_validate(state)
    assert (ticket.status, ticket.version, ticket.priority, ticket.number) == ("new", 1, "high", "T-1")
    assert ticket.requester is not None
    assert (ticket.requester.id, ticket.reported_side) == (ANNA.id, "client")


async def test_a_ticket_lives_from_report_to_acceptance(desk: Any, database: Database) -> None:
    ticket = await desk.opened(ANNA)
    path = f"/{ticket['id']}"
    moves = [
        (PIOTR, "work", None),
        (PIOTR, "ask", {"question": "Który pokój?"}),
        (ANNA, "answer", {"answer": "204"}),
        (PIOTR, "messages", {"text": "sprawdzić licznik", "internal": True}),
        (PIOTR, "hold", {"reason": "third_party", "note": "serwis HP"}),
        (PIOTR, "resume", {}),
        (PIOTR, "resolve", {"resolution": "Wymieniono toner"}),
        (ANNA, "reopen", {"reason": "Dalej nie drukuje"}),
        (PIOTR, "resolve", {"resolution": "Wymieniono bęben"}),
        (ANNA, "accept", None),
    ]

    answers = [await desk.post(by, f"{path}/{move}", body) for by, move, body in moves]

    assert [status for status, _ in answers] == [200] * len(moves)
    assert (answers[-1][1]["status"], answers[-1][1]["next_move"]) == ("closed", None)
    lines = await history(database, desk.client_id, ticket)
    assert [line["version"] for line in lines] == list(range(1, len(lines) + 1))
    assert [line["audience"] for line in lines].count("provider") == 1
    assert lines[-1]["type"] == "tickets.ticket.closed.v1"


async def test_an_illegal_move_says_what_is_allowed(desk: Any) -> None:
    ticket = await desk.opened(ANNA)

    status, problem = await desk.post(ANNA, f"/{ticket['id']}/accept")

    assert (status, problem["code"]) == (409, "tickets.illegal_move")
    assert problem["facts"]["from"] == "new"
    assert "withdraw" in problem["facts"]["allowed"]


async def test_the_wrong_side_is_refused(desk: Any) -> None:
    ticket = await desk.opened(ANNA)

    status, problem = await desk.post(ANNA, f"/{ticket['id']}/work")

    assert (status, problem["code"]) == (403, "tickets.not_your_move")


async def test_a_ticket_of_another_client_is_not_found(desk: Any) -> None:
    ticket = await desk.opened(ANNA)

    status, problem = await desk.of(new_id()).post(ANNA, f"/{ticket['id']}/withdraw", {"reason": "x"})

    assert (status, problem["code"]) == (404, "tickets.not_found")


@pytest.mark.parametrize("smuggled", ["client_id", "status", "version", "number", "reported_side", "step"])
async def test_fields_that_are_not_the_callers_to_set_are_refused(desk: Any, smuggled: str) -> None:
    status, problem = await desk.post(ANNA, "", {"title": "x", smuggled: "x"})

    assert (status, problem["code"]) == (422, "http.not_valid")
    assert problem["facts"]["errors"][0]["at"] == ["body", smuggled]


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, None, 5, "\ud800"])
async def test_a_title_that_is_none_is_refused(desk: Any, title: Any) -> None:
    status, problem = await desk.post(ANNA, "", {"title": title})

    assert (status, problem["code"]) == (422, "http.not_valid")


async def test_a_title_with_a_null_byte_is_refused(desk: Any) -> None:
    status, problem = await desk.post(ANNA, "", {"title": "nul \u0000"})

    assert (status, problem["code"]) == (422, "http.not_storable")


async def test_nobody_opens_a_ticket_without_a_token(desk: Any) -> None:
    status, problem = await desk.post(ANNA, "", {"title": "x"}, authorization="Bearer nonsense")

    assert (status, problem["code"]) == (401, "identity.token_not_valid")


async def test_tickets_opened_at_once_have_numbers_of_their_own(desk: Any) -> None:
    tickets = await asyncio.gather(*(desk.opened(ANNA) for _ in range(30)))

    assert len({ticket["number"] for ticket in tickets}) == 30


async def test_each_client_counts_from_one(desk: Any) -> None:
    await desk.opened(ANNA)

    assert (await desk.of(new_id()).opened(ANNA))["number"] == "T-1"


async def test_a_repeated_key_opens_one_ticket(desk: Any, database: Database) -> None:
    body = {"title": "Monitor"}
    answers = await asyncio.gather(*(desk.post(ANNA, "", body, idempotency_key="k") for _ in range(4)))

    assert all(answer == answers[0] for answer in answers)
    async with database.transaction(desk.client_id) as transaction:
        assert await transaction.value("SELECT count(*) FROM ticket") == 1


async def test_two_who_work_at_once_do_not_overwrite_each_other(desk: Any, database: Database) -> None:
    ticket = await desk.opened(ANNA)
    texts = [f"wiadomość {number}" for number in range(12)]

    await asyncio.gather(*(desk.post(PIOTR, f"/{ticket['id']}/messages", {"text": text}) for text in texts))

    lines = await history(database, desk.client_id, ticket)
    assert [line["version"] for line in lines] == list(range(1, 14))


async def test_a_stale_version_is_refused(desk: Any) -> None:
    ticket = await desk.opened(ANNA)
    await desk.post(PIOTR, f"/{ticket['id']}/work")

    status, problem = await desk.post(PIOTR, f"/{ticket['id']}/resolve", {"resolution": "x"}, if_match='"1"')

    assert (status, problem["code"]) == (412, "http.version_is_another")


async def test_every_table_with_a_client_is_closed_to_other_clients(database: Database) -> None:
    async with database.system_transaction() as transaction:
        tables = await transaction.rows(
            """SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'client_id'"""
        )

    assert {row["name"] for row in tables} == {"ticket", "ticket_number", "client_calendar", "journal", "parked"}
    assert all(row["forced"] for row in tables)


@pytest.mark.parametrize("move", ["assign", "ask", "hold", "resolve", "reject", "reopen", "priority", "messages"])
async def test_a_body_that_is_missing_is_refused_or_means_nothing(desk: Any, move: str) -> None:
    status, _ = await desk.post(PIOTR, f"/{uuid4()}/{move}", {"unknown": 1})

    assert status == 422
