"""The projection: event by event, in batches, or anew, the view is the same; and each client sees its own."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.journal.line import JournalLine
from chassis.process.wakeup import Wakeup
from gateway.view import projection
from gateway.view.queries import Filter, Reader, View

OURS, THEIRS = UUID(int=71), UUID(int=72)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SIDES = ("client", "provider", None)


def a_line(
    subject: UUID,
    version: int,
    *,
    client: UUID = OURS,
    side: str | None = "provider",
    audience: Any = "all",
    asset: UUID | None = None,
) -> JournalLine:
    at = START + timedelta(minutes=version)
    move = {"side": side, "asks": "work", "since": at.isoformat()} if side else None
    state = {
        "id": str(subject),
        "version": version,
        "number": "T-1",
        "title": f"Łódź drukarka {version}",
        "status": "working" if side else "closed",
        "opened_at": START.isoformat(),
        "next_move": move,
        "asset_id": str(asset) if asset else None,
    }
    data = orjson.dumps({"text": f"zdarzenie {version}", "state": state})
    return JournalLine(
        source="tickets",
        type="tickets.ticket.work_started.v1",
        id=new_id(),
        subject=subject,
        version=version,
        client_id=client,
        occurred_at=at,
        recorded_at=at,
        actor_side="provider",
        actor_name="Tomek",
        actor_id=None,
        data=data,
        audience=audience,
        shard=1,
        seq=version,
    )


def a_life(seed: int) -> list[JournalLine]:
    """Some tickets' lines, mixed as they would come, each ticket's own in order."""
    chance = random.Random(seed)
    assets = [uuid4() for _ in range(3)]
    versions: dict[UUID, int] = {}
    lines = []
    for _ in range(60):
        subject = chance.choice([*versions, new_id()]) if versions else new_id()
        versions[subject] = versions.get(subject, 0) + 1
        lines.append(
            a_line(
                subject, versions[subject], side=chance.choice(SIDES), client=OURS, asset=chance.choice([None, *assets])
            )
        )
    return lines


async def project(database: Database, lines: Sequence[JournalLine], batch: int) -> None:
    for start in range(0, len(lines), batch):
        async with database.system_transaction() as transaction:
            await projection.project(transaction, lines[start : start + batch])


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    queries = {
        "thing": "SELECT id, version, status, next_side, state::text FROM thing ORDER BY id",
        "timeline": "SELECT subject, version, event_id, data::text FROM timeline ORDER BY subject, version",
        "link": "SELECT subject, relation, other FROM link ORDER BY 1, 2, 3",
        "move_count": "SELECT client_id, kind, side, items FROM move_count WHERE items <> 0 ORDER BY 1, 2, 3",
    }
    async with database.system_transaction() as transaction:
        return {name: [tuple(row.values()) for row in await transaction.rows(sql)] for name, sql in queries.items()}


@pytest.mark.parametrize("seed", range(3))
async def test_one_by_one_in_batches_and_anew_give_the_same_view(database: Database, seed: int) -> None:
    lines = a_life(seed)
    views = []
    for batch in (1, 7, 300):
        async with database.system_transaction() as transaction:
            await transaction.execute("TRUNCATE thing, timeline, link, move_count")
        await project(database, lines, batch)
        views.append(await everything(database))

    assert views[0] == views[1] == views[2]
    assert len(views[0]["timeline"]) == len(lines)


async def test_counts_by_next_move_are_what_counting_would_give(database: Database) -> None:
    await project(database, a_life(7), 5)

    async with database.system_transaction() as transaction:
        counted = await transaction.rows(
            "SELECT client_id, kind, next_side, count(*) AS n FROM thing WHERE next_side IS NOT NULL GROUP BY 1, 2, 3"
        )
    kept = (await everything(database))["move_count"]
    assert sorted(kept) == sorted((row["client_id"], row["kind"], row["next_side"], row["n"]) for row in counted)


async def test_a_line_that_comes_twice_changes_nothing(database: Database) -> None:
    lines = a_life(9)
    await project(database, lines, 10)
    before = await everything(database)

    await project(database, lines, 10)

    assert await everything(database) == before


async def test_a_reader_sees_its_client_only_and_no_internal_note(database: Database) -> None:
    ours, theirs = new_id(), new_id()
    lines = [a_line(ours, 1), a_line(ours, 2, audience="provider"), a_line(theirs, 1, client=THEIRS)]
    await project(database, lines, 10)
    view = View(database, Wakeup())
    anna = Reader(None, "client", (OURS,))

    found = await view.thing(anna, "ticket", ours)
    page = await view.page(anna, "ticket", Filter(query="lodz druk"))

    assert [event["version"] for event in orjson.loads(found.history)] == [1]
    assert page.total == 1
    with pytest.raises(Refusal) as refused:
        await view.thing(anna, "ticket", theirs)
    assert refused.value.code == "view.not_found"


async def test_pages_follow_each_other_without_gap_or_repetition(database: Database) -> None:
    await project(database, [a_line(new_id(), 1) for _ in range(25)], 25)
    view, anna = View(database, Wakeup()), Reader(None, "client", (OURS,))
    seen: list[str] = []
    cursor = None
    while True:
        page = await view.page(anna, "ticket", Filter(), cursor, 10)
        seen += [orjson.loads(item)["id"] for item in page.items]
        cursor = page.next
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == page.total == 25


async def test_a_read_that_waits_for_a_version_gives_up_with_a_clear_answer(database: Database) -> None:
    ticket = new_id()
    await project(database, [a_line(ticket, 1)], 1)
    view = View(database, Wakeup(), wait_seconds=0.3)

    with pytest.raises(Refusal) as refused:
        await view.thing(Reader(None, "client", (OURS,)), "ticket", ticket, at_least=2)

    assert refused.value.code == "view.not_there_yet"
