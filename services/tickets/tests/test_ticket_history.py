"""A history of another system that is brought once more: what is known stays, and what comes too late becomes a note."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.domain.actor import Actor
from contracts.tickets.history import Move, TicketHistory, digest_of
from tickets.domain.events import ImportedMove, MoveImported, OpeningImported
from tickets.domain.evolution import evolve
from tickets.domain.importing import import_moves
from tickets.domain.ticket import Imported, Ticket

MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PIOTR = Actor("provider", "Piotr")
COORDINATOR = Actor("provider", "Ola", UUID(int=3), frozenset({"coordinator"}))
TICKET = Ticket(UUID(int=9), UUID(int=7), "T-1", "incident", "VPN", MONDAY, imported=Imported("servicenow", "INC1"))


def moved(key: str, kind: str, status: str, **fields: Any) -> MoveImported:
    return MoveImported(MONDAY, PIOTR, ImportedMove(key), kind=kind, status=status, cycle=1, digest=key, **fields)


def opening(key: str, ticket: Ticket) -> OpeningImported:
    return OpeningImported(
        MONDAY, PIOTR, ImportedMove(key), kind="opened", status="new", cycle=1, digest=key, ticket=ticket
    )


def after(ticket: Ticket | None, moves: Any) -> Ticket:
    for move in moves:
        ticket = evolve(ticket, move)
    assert ticket is not None
    return ticket


@pytest.mark.parametrize("known", [["row 2", "row 3"], []], ids=["before known moves", "none of them known"])
def test_an_opening_that_comes_late_is_a_note_and_leaves_the_ticket_as_it_is(known: list[str]) -> None:
    here = after(None, [opening("row 2", TICKET), moved("row 3", "work_started", "working")])
    longer: list[MoveImported] = [
        opening("row 1", Ticket(UUID(int=10), UUID(int=7), "T-2", "incident", "Other", MONDAY))
    ]
    longer += [moved(key, "updated", "working") for key in known]

    result = import_moves(here, longer)
    ticket = after(here, result.events)

    assert [type(event) for event in result.events] == [MoveImported]
    assert result.problems == (("row 1", "tickets.import_move_too_late"),)
    assert (ticket.id, ticket.number, ticket.title, ticket.version) == (here.id, "T-1", "VPN", here.version + 1)
    assert (ticket.status, ticket.next_move) == (here.status, here.next_move)
    assert ticket.imported is not None
    assert ticket.imported.moves == {"row 2": "row 2", "row 3": "row 3", "row 1": "row 1"}
    assert ticket.imported.notes == (f"opened {MONDAY.isoformat()} new",)


def a_move(key: str, kind: Any, state: Any, hour: int) -> Move:
    at = MONDAY + timedelta(hours=hour)
    return Move(external_key=key, kind=kind, to_state=state, cycle=1, at=at, digest=f"{key} {kind}")


def a_history(key: str, *moves: Move) -> dict[str, Any]:
    return TicketHistory(
        external_key=key,
        title="VPN",
        opened_at=MONDAY,
        priority="normal",
        moves=moves,
        state=moves[-1].to_state,
        cycle=1,
        digest=digest_of(move.digest for move in moves),
    ).model_dump(mode="json")


async def test_a_longer_history_of_a_ticket_leaves_it_one_ticket(desk: Any, database: Database) -> None:
    async def brought(*histories: dict[str, Any]) -> list[Any]:
        body = {"client": str(desk.client_id), "source": "servicenow", "tickets": histories}
        status, answer = await desk.post(COORDINATOR, "/history", body)
        assert status == 200, answer
        return list(answer["tickets"])

    short = [a_move("b", "opened", "new", 1), a_move("c", "work_started", "working", 2)]
    longer = [
        a_move("a", "opened", "new", 0),
        a_move("b", "updated", "new", 1),
        short[1],
        a_move("d", "resolved", "resolved", 3),
    ]
    [first] = await brought(a_history("INC1", *short))

    again, other = await brought(a_history("INC1", *longer), a_history("INC2", *short))

    assert (again["outcome"], again["id"], again["moves_applied"]) == ("extended", first["id"], 2)
    assert {problem["external_key"]: problem["code"] for problem in again["problems"]} == {
        "a": "tickets.import_move_too_late",
        "b": "tickets.import_move_changed",
    }
    assert other["outcome"] == "created"
    async with database.transaction(desk.client_id) as transaction:
        lines = await transaction.rows(
            "SELECT type FROM journal WHERE subject = $1 ORDER BY version", UUID(first["id"])
        )
    assert [line["type"].split(".")[2] for line in lines] == ["opened", "work_started", "updated", "resolved"]
    [unchanged] = await brought(a_history("INC1", *longer))
    assert (unchanged["outcome"], unchanged["moves_applied"]) == ("unchanged", 0)
