"""Readers are told which moves they may make, and nothing of the rights of others: in one thing, lists, and answers."""

from typing import Any
from uuid import UUID

import orjson
import pytest
from chassis.database import Database
from chassis.domain.moves import covers
from chassis.identifiers import new_id
from chassis.process.wakeup import Wakeup
from contracts.vocabulary import WithMoves
from gateway.api.response_models import shown
from gateway.view.allowed_moves import answer_with_allowed
from gateway.view.event_stream import to_event, to_server_sent_event
from gateway.view.projection import project
from gateway.view.queries import Filter, Reader, View
from testkit.lines import a_line

CLIENT, ANNA, PIOTR, JAN = UUID(int=61), UUID(int=62), UUID(int=63), UUID(int=64)
RIGHTS: dict[str, Any] = {
    "moves": {
        "assign": ["provider:coordinator"],
        "work": ["provider:technician", "provider:coordinator"],
        "accept": ["client@requester"],
        "decide": ["client:decider", "client@holder"],
        "wipe": ["provider:technician"],
        "close": ["system"],
    },
    "missing": {"wipe": ["assets.legal_hold"], "decide": ["assets.not_wiped"], "close": ["x"]},
    "relations": {"requester": [str(ANNA)], "holder": [str(JAN)]},
}
READERS = {
    "technician": (Reader(UUID(int=1), "provider", (CLIENT,), frozenset({"technician"})), ["work"], ["wipe"]),
    "coordinator": (Reader(UUID(int=2), "provider", (CLIENT,), frozenset({"coordinator"})), ["assign", "work"], []),
    "administrator": (Reader(UUID(int=3), "provider", (CLIENT,), frozenset({"administrator"})), [], []),
    "requester": (Reader(ANNA, "client", (CLIENT,), frozenset({"requester"})), ["accept"], []),
    "holder": (Reader(UUID(int=4), "client", (CLIENT,), frozenset(), JAN), [], ["decide"]),
    "decider": (Reader(PIOTR, "client", (CLIENT,), frozenset({"decider"})), [], ["decide"]),
    "nobody": (Reader(None, "client", (CLIENT,)), [], []),
}
EACH = pytest.mark.parametrize(("reader", "allowed", "lacking"), READERS.values(), ids=READERS)


class State(WithMoves):
    """A state as its owner publishes it."""

    id: UUID
    title: str


async def projected(database: Database, **more: Any) -> UUID:
    thing = new_id()
    state = {**more, "id": str(thing), "client_id": str(CLIENT), "version": 1, "title": "Drukarka", "status": "new"}
    content = {"state": state}
    line = a_line(thing, client_id=CLIENT, type="tickets.ticket.opened.v1", data=orjson.dumps(content), parsed=content)
    async with database.system_transaction() as transaction:
        await project(transaction, [line])
    assert content == orjson.loads(line.data), "the content of a line is shared"
    return thing


def check(found: dict[str, Any], allowed: list[str], lacking: list[str]) -> None:
    assert found["allowed"] == allowed
    assert found["missing"] == {name: RIGHTS["missing"][name] for name in lacking}
    assert found["title"] == "Drukarka"
    assert not {"moves", "relations"} & set(found)
    assert str(JAN) not in str(found)


@EACH
async def test_of_one_thing_and_in_lists(
    database: Database, reader: Reader, allowed: list[str], lacking: list[str]
) -> None:
    thing = await projected(database, **RIGHTS)
    view = View(database, Wakeup())

    one = orjson.loads((await view.thing(reader, "ticket", thing)).to_json())
    page = await view.page(reader, "ticket", Filter())

    check(one, allowed, lacking)
    assert (one["history"][0]["version"], one["links"]) == (1, [])
    check(orjson.loads(page.items[0]), allowed, lacking)
    assert orjson.loads(page.to_json())["total"] == 1


@pytest.mark.parametrize("reader", [reader for reader, _, _ in READERS.values()], ids=READERS)
async def test_not_in_the_events_of_a_thing(database: Database, reader: Reader) -> None:
    thing = await projected(database, **RIGHTS)
    view = View(database, Wakeup())

    (row,) = await view.timeline(reader, thing=thing, client_id=None, after=0, limit=9)
    told = [to_server_sent_event(row), orjson.dumps(to_event(row), default=str)]
    told.append((await view.thing(reader, "ticket", thing)).history.encode())

    assert str(thing).encode() in told[0]
    for name in (*RIGHTS, *RIGHTS["moves"], str(JAN)):
        assert f'"{name}"'.encode() not in b"".join(told)


@EACH
def test_in_the_answer_to_a_command(reader: Reader, allowed: list[str], lacking: list[str]) -> None:
    answer = orjson.dumps({**RIGHTS, "id": str(CLIENT), "title": "Drukarka"})

    found = orjson.loads(answer_with_allowed(answer, reader.actor))

    check(found, allowed, lacking)
    shown(State).model_validate(found)


@EACH
def test_the_same_rule_as_the_owners(reader: Reader, allowed: list[str], lacking: list[str]) -> None:
    relations = {name: [UUID(one) for one in ids] for name, ids in RIGHTS["relations"].items()}
    own = {
        name for name, rights in RIGHTS["moves"].items() if any(covers(one, reader.actor, relations) for one in rights)
    }

    assert own == {*allowed, *lacking}


@pytest.mark.parametrize("more", [{}, {"missing": "a laptop"}])
async def test_a_thing_without_moves_stays_as_it_is(database: Database, more: dict[str, Any]) -> None:
    thing = await projected(database, **more)
    reader, _, _ = READERS["technician"]

    found = orjson.loads((await View(database, Wakeup()).thing(reader, "ticket", thing)).state)

    assert "allowed" not in found
    assert found.get("missing") == more.get("missing")


async def test_a_thing_with_which_nothing_can_be_done_says_so(database: Database) -> None:
    thing = await projected(database, moves={}, missing={}, relations={})
    reader, _, _ = READERS["technician"]

    found = orjson.loads((await View(database, Wakeup()).thing(reader, "ticket", thing)).state)

    assert (found["allowed"], found["missing"]) == ([], {})


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b'{"code": "x"}', b'["moves"]', b'{"title": "the \\"moves\\" of a lorry"}']
)
def test_an_answer_without_moves_is_passed_on_unchanged(body: bytes) -> None:
    assert answer_with_allowed(body, READERS["technician"][0].actor) is body


def test_the_document_describes_what_readers_get() -> None:
    properties = shown(State).model_json_schema()["properties"]

    assert set(properties) == {"id", "title", "allowed", "missing"}
    assert shown(State) is shown(State)
