"""Events of processes and assets, made with their owners' contracts, end in the right inboxes with the right words."""

from datetime import date
from typing import Any

import orjson
import pytest
from chassis.identifiers import new_id
from contracts.assets.state import Asset, Handover, Holder
from contracts.envelope import Event
from contracts.processes.events import DecisionRequested, DecisionVoted, ProcessCompleted, StepFailed
from contracts.processes.state import Decision, Option, Process, Progress, Rule, Vote
from contracts.vocabulary import Money, Texts

ABOUT = Texts(pl="Jan Nowak", en="Jan Nowak")


def process(people: Any, **fields: Any) -> Process:
    values: dict[str, Any] = {
        "id": new_id(), "client_id": people.acme, "version": 5, "scenario": "onboarding", "scenario_version": 1,
        "title": Texts(pl="Nowy pracownik", en="Onboarding"), "about": ABOUT, "language": "pl", "status": "running",
        "progress": Progress(done=1, total=2), "cost": Money(amount=0, currency="PLN"), "opened_at": people.now,
        "started_by": people.named(people.anna),
    }  # fmt: skip
    return Process(**{**values, **fields})


def decision(people: Any, **fields: Any) -> Decision:
    options = [Option(key=key, title=ABOUT, cost=Money(amount=1, currency="PLN")) for key in ("repair", "replace")]
    values: dict[str, Any] = {
        "id": new_id(), "client_id": people.acme, "version": 1, "process_id": new_id(), "step": "hardware",
        "about": ABOUT, "question": Texts(pl="Jaki laptop?", en="Which laptop?"), "options": options,
        "status": "requested", "requested_at": people.now,
        "next_move": people.move("client", "decide", role="decider", texts=Texts(pl="?", en="?")),
    }  # fmt: skip
    return Decision(**{**values, **fields})


class Recorded(Event):
    """A hand-over was written down."""

    TYPE = "assets.handover.recorded.v1"
    state: Handover


class Lost(Event):
    """An asset is missing."""

    TYPE = "assets.asset.reported_missing.v1"
    state: Asset


async def the_state(world: Any) -> dict[str, Any]:
    (line,) = await world.own_lines("notifications.notification.created.v1")
    state: dict[str, Any] = orjson.loads(line["data"])["state"]
    return state


async def test_a_decision_reaches_the_deciders_with_its_question(world: Any, people: Any) -> None:
    asked = decision(people)

    await world.happens(DecisionRequested(state=asked))

    state = await the_state(world)
    assert (state["account_id"], state["code"], state["class"]) == (
        str(people.dorota.id),
        "decision.decide",
        "decision_needed",
    )
    assert state["about"] == {"kind": "decision", "id": str(asked.id), "title": "Jaki laptop? – Jan Nowak"}
    assert state["facts"]["count"] == "2"


async def test_named_deciders_are_asked_once_each(world: Any, people: Any) -> None:
    deciders = [people.named(people.adam), people.named(people.dorota)]
    asked = decision(
        people,
        deciders=deciders,
        rule=Rule(kind="n_of_m", needed=2),
        next_move=people.move("client", "decide", people.adam),
    )
    voted = asked.model_copy(update={"version": 2, "next_move": people.move("client", "decide", people.dorota)})

    await world.happens(DecisionRequested(state=asked))
    await world.happens(
        DecisionVoted(state=voted, vote=Vote(by=deciders[0], verdict="approved", at=people.now)), by=people.adam
    )

    assert await world.told(people.adam) == await world.told(people.dorota) == ["decision.decide"]


async def test_who_started_a_process_hears_how_it_ended(world: Any, people: Any) -> None:
    done = process(people, status="completed_with_exceptions", exceptions=["badge"])

    await world.happens(ProcessCompleted(state=done))

    state = await the_state(world)
    assert (state["account_id"], state["code"]) == (str(people.anna.id), "process.completed_with_exceptions")
    assert (state["about"]["title"], state["facts"]["count"]) == ("Nowy pracownik – Jan Nowak", "1")


async def test_a_blocked_process_moves_the_coordinator_in_her_language(world: Any, people: Any) -> None:
    blocked = process(people, phase="blocked", next_move=people.move("provider", "mend", role="coordinator"))

    await world.happens(StepFailed(state=blocked, step="laptop", code="assets.none_available"))

    assert await world.told(people.anna) == ["process.blocked"]
    assert await world.told(people.kasia) == ["process.mend"]
    title = "SELECT state->'about'->>'title' FROM notification WHERE account_id = $1"
    assert await world.value(title, people.kasia.id) == "Onboarding – Jan Nowak"


@pytest.mark.parametrize("linked", [True, False])
async def test_who_gets_hardware_confirms_it_on_the_page_of_the_asset(world: Any, people: Any, linked: bool) -> None:
    person = people.named(people.anna) if linked else people.named(people.account(77, "Jan", "client", "requester"))
    asset_id = new_id()
    record = Handover(
        id=new_id(), client_id=people.acme, version=1, kind="handover", asset_id=asset_id, asset_tag="A-1",
        to_holder=Holder(kind="person", id=person.id, name=person.name), at=people.now, by="Tomek",
        next_move=people.move("client", "accept", person=person),
    )  # fmt: skip

    await world.happens(Recorded(state=record), by=people.tomek)

    rows = await world.rows("SELECT code, about_kind, about_id FROM notification")
    assert [tuple(row) for row in rows] == ([("asset.accept", "asset", asset_id)] if linked else [])


async def test_stolen_hardware_is_told_to_the_team_once(world: Any, people: Any) -> None:
    asset = Asset(
        id=new_id(), client_id=people.acme, version=3, tag="A-1", name="ThinkPad", status="missing", substate="stolen",
        created_at=people.now, next_move=people.move("provider", "investigate"),
    )  # fmt: skip

    await world.happens(Lost(state=asset), by=people.anna)
    await world.happens(Lost(state=asset.model_copy(update={"version": 4})), by=people.anna)

    assert await world.told(people.tomek) == await world.told(people.kasia) == ["asset.missing"]


async def test_a_person_without_an_account_is_written_to(world: Any, people: Any) -> None:
    from contracts.assets.state import Person
    from contracts.notifications.requests import MessageRequested
    from contracts.vocabulary import Named

    class Registered(Event):
        TYPE = "assets.person.registered.v1"
        state: Person

    jan = Person(
        id=new_id(), client_id=people.acme, version=1, name="Jan", email="jan@example.com", status="joining",
        starts_on=date(2026, 12, 1), created_at=people.now,
    )  # fmt: skip
    await world.happens(Registered(state=jan))

    to = Named(id=jan.id, name="Jan")
    request = MessageRequested(process_id=new_id(), step="welcome", to=to, template="onboarding.welcome")
    await world.happens(request, subject=new_id())

    assert await world.value("SELECT recipient FROM delivery WHERE channel = 'mail'") == "jan@example.com"
