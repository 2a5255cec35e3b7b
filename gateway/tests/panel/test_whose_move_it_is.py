"""One colour means "your move": who sees it, and who does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from gateway.json_object import Json
from gateway.panel.screens.next_move import next_move_for
from gateway.panel.viewer import Viewer

Asks = Callable[..., Json]


def party_of(move: Json, viewer: Viewer) -> str:
    found = next_move_for(move, viewer)
    assert found is not None
    return str(found["party"])


def named(viewer: Viewer) -> Json:
    return {"id": viewer.id, "name": viewer.name}


def test_a_question_to_anna_is_annas_move_and_nobody_elses(
    asks: Asks, anna: Viewer, jan: Viewer, tomek: Viewer
) -> None:
    move = asks("client", "answer", account=named(anna))

    assert [party_of(move, viewer) for viewer in (anna, jan, tomek)] == ["you", "other", "other"]


def test_a_new_ticket_is_the_move_of_the_providers_team(asks: Asks, anna: Viewer, tomek: Viewer) -> None:
    move = asks("provider", "take")

    assert [party_of(move, viewer) for viewer in (anna, tomek)] == ["other", "team"]


def test_a_decision_is_the_move_of_those_who_may_decide(asks: Asks, anna: Viewer, jan: Viewer) -> None:
    move = asks("client", "decide", role="decider")

    assert [party_of(move, viewer) for viewer in (anna, jan)] == ["you", "team"]


def test_a_hand_over_to_a_person_is_the_move_of_that_persons_account(asks: Asks, jan: Viewer) -> None:
    person = UUID(int=77)
    move = asks("client", "accept", person={"id": person, "name": "Jan Nowak"})

    assert party_of(move, replace(jan, person_id=str(person))) == "you"
    assert party_of(move, jan) == "other"


def test_a_passed_due_date_is_late(asks: Asks, tomek: Viewer) -> None:
    move = next_move_for(asks("provider", "work", due_at=tomek.now - timedelta(minutes=1)), tomek)

    assert move is not None
    assert move["late"] is True


def test_a_question_of_a_scenario_stands_in_both_languages(asks: Asks, anna: Viewer) -> None:
    move = next_move_for(asks("client", "decide", question="Laptop?", texts={"pl": "Laptop?", "en": "A laptop?"}), anna)

    assert move is not None
    assert move["question"] == {"pl": "Laptop?", "en": "A laptop?"}


def test_what_waits_for_nobody_has_no_move(anna: Viewer) -> None:
    assert next_move_for(None, anna) is None
