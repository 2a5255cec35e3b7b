"""Lists stand in the order that was asked for, across their pages, and a cursor belongs to the order it was made for."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
from chassis.database import Database
from chassis.domain.refusal import Refusal
from chassis.identifiers import new_id
from chassis.journal.line import JournalLine
from chassis.process.wakeup import Wakeup
from gateway.panel.collation import polish_sort_key
from gateway.settings import Settings
from gateway.view import projection
from gateway.view.cursors import Cursor
from gateway.view.queries import Filter, Reader, View
from gateway.view.sort_orders import Sort
from testkit.lines import a_line

OURS = UUID(int=71)
ANNA = Reader(None, "client", (OURS,))
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = ["Żak", "Zych", "Źrebiec", "Łoś", "Lis", "LUTY", "Ćma", "Cyran", "adam", "Ądam", "Azor", "a|b", "Lis"]


def line(kind: str, state: dict[str, Any]) -> JournalLine:
    """A thing that has just come to be."""
    thing = new_id()
    content = {"state": {"id": str(thing), "version": 1, **state}}
    return a_line(subject=thing, type=f"owner.{kind}.made.v1", client_id=OURS, data=orjson.dumps(content))


async def read(view: View, kind: str, sort: Sort) -> list[dict[str, Any]]:
    """The whole list, page by page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = await view.page(ANNA, kind, Filter(sort=sort), cursor, 3)
        found += map(orjson.loads, page.items)
        cursor = page.next
        if cursor is None:
            return found


@pytest.fixture
async def people(database: Database) -> View:
    """A client whose people were registered in the order of the list above."""
    moments = [(START + timedelta(hours=number)).isoformat() for number in range(len(NAMES))]
    lines = [line("person", {"name": name, "created_at": at}) for name, at in zip(NAMES, moments, strict=True)]
    async with database.system_transaction() as transaction:
        await projection.project(transaction, lines)
    return View(database, Wakeup())


async def test_people_stand_in_the_order_of_the_alphabet(people: View) -> None:
    names = [one["name"] for one in await read(people, "person", "name")]

    assert names == sorted(NAMES, key=polish_sort_key)


async def test_the_order_is_the_same_in_a_database_of_plain_letters(gateway_in_plain_letters: Settings) -> None:
    connection = await asyncpg.connect(gateway_in_plain_letters.app_url.get_secret_value())
    statement = "SELECT name FROM unnest($1::text[]) AS one(name) ORDER BY alphabetical(name)"
    names = [row["name"] for row in await connection.fetch(statement, NAMES)]
    await connection.close()

    assert names == sorted(NAMES, key=polish_sort_key)


async def test_the_newest_and_the_oldest_first(people: View) -> None:
    assert [one["name"] for one in await read(people, "person", "newest")] == NAMES[::-1]
    assert [one["name"] for one in await read(people, "person", "oldest")] == NAMES


async def test_what_is_due_first_stands_first_and_what_is_never_due_last(database: Database) -> None:
    days = [5, None, 1, 9, None, 3]
    dues = [None if day is None else (START + timedelta(days=day)).isoformat() for day in days]
    async with database.system_transaction() as transaction:
        await projection.project(
            transaction, [line("ticket", {"title": "x", "status": "new", "due_at": d}) for d in dues]
        )

    found = [one["due_at"] for one in await read(View(database, Wakeup()), "ticket", "due")]

    assert found == [*sorted(due for due in dues if due), None, None]


async def test_a_form_offers_everybody_however_many_they_are(people: View) -> None:
    assert len(await people.all_things(ANNA, "person", Filter())) == len(NAMES)


@pytest.mark.parametrize("text", ["", "x", "eA", Cursor("name", "Lis", UUID(int=1)).text()])
async def test_a_cursor_of_something_else_is_refused(people: View, text: str) -> None:
    with pytest.raises(Refusal, match=r"view\.cursor_not_valid"):
        await people.page(ANNA, "person", Filter(), text or "====")


@pytest.mark.parametrize(("order", "sort_key"), [("newest", "2026-01-01"), ("due", "infinity"), ("name", "a\0b")])
def test_a_cursor_that_was_made_up_is_refused(order: Sort, sort_key: str) -> None:
    with pytest.raises(Refusal, match=r"view\.cursor_not_valid"):
        Cursor.parse(Cursor(order, sort_key, UUID(int=1)).text(), order)
