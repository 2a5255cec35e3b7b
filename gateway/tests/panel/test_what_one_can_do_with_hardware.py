"""The buttons of a piece of hardware: what its owner allows, in words, and the commands they send."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from assets.domain.handover import Handover
from assets.domain.moves import ASSET_MOVES, HANDOVER_MOVES
from assets.domain.values import Holder, NextMove
from chassis.domain.actor import Actor
from chassis.texts import Texts
from contracts.assets.commands import HandOverAsset, RetireAsset, ReturnFromService
from gateway.json_object import Json
from gateway.panel.screens.asset_actions import ACTIONS, actions_for, primary_move, why_not_retired
from gateway.panel.screens.asset_fields import body_of, fields_for
from gateway.panel.screens.decisions import decision_line
from gateway.panel.screens.people_and_assets import handover_line, retirement_hint
from gateway.panel.texts import LANGUAGES, texts_of
from gateway.panel.viewer import Viewer

PERSON = "00000000-0000-7000-8000-000000000001"


def asset(**more: Any) -> Json:
    return {"status": "in_stock", "stores_data": True, "allowed": [], **more}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.move)
def test_every_button_is_a_move_of_the_owner_and_has_words(action: Any) -> None:
    assert action.move in ASSET_MOVES.table
    for language in LANGUAGES:
        texts = texts_of(language)
        keys = {f"act.asset.{action.move}", *(f"asset_field.{name}" for name in action.fields)}
        assert keys - texts.keys == set()
        for field in fields_for(action.fields, texts, {}, {}, {}, action.move):
            assert all(not word.startswith("asset_field.") for _, word in field["options"])


def test_what_the_owner_allows_is_offered_and_nothing_else() -> None:
    laptop = asset(allowed=["hand_over", "reserve", "paint"])

    assert [action.move for action in actions_for(laptop)] == ["hand_over", "reserve"]
    assert actions_for(asset()) == []


def test_there_is_one_primary_button() -> None:
    laptop = asset(allowed=["return_loan", "hand_over", "take_back"], status="in_use", loan=True)

    assert [action.move for action in actions_for(laptop)] == ["return_loan"]
    assert primary_move(actions_for(laptop)) == "return_loan"


def test_a_hand_over_goes_to_a_person_or_to_a_place() -> None:
    names, options = ("person", "place", "condition"), {"person": [(PERSON, "Jan Nowak")]}
    person = body_of(names, {"person": PERSON, "place": "", "condition": " dobry "}, options, "PLN")
    place = body_of(names, {"person": PERSON, "place": "Sala"}, options, "PLN")

    assert HandOverAsset.model_validate(person).to.name == "Jan Nowak"
    assert person["condition"] == "dobry"
    assert HandOverAsset.model_validate(place).to.kind == "place"


def test_what_a_repair_cost_is_sent_as_an_amount() -> None:
    body = body_of(("after_service", "outcome", "cost"), {"after_service": "holder", "cost": "120,50"}, {}, "PLN")

    sent = ReturnFromService.model_validate(body)

    assert sent.cost is not None
    assert (sent.to, sent.cost.amount, sent.cost.currency) == ("holder", 12050, "PLN")


def accepting(viewer: Viewer) -> list[str]:
    """What the owner's state machine allows this viewer to do with a hand-over to Jan that waits for him."""
    record = Handover(
        UUID(int=1), UUID(int=2), "handover", UUID(int=3), "NB-1", viewer.now, "Tomek",
        to_holder=Holder("person", "Jan Nowak", UUID(PERSON)), next_move=NextMove("client", "accept", viewer.now),
    )  # fmt: skip
    person = UUID(viewer.person_id) if viewer.person_id else None
    return HANDOVER_MOVES.allowed(record, Actor(viewer.side, viewer.name, UUID(viewer.id), viewer.roles, person))


def test_who_got_it_or_who_decides_accepts_a_hand_over(anna: Viewer, jan: Viewer, tomek: Viewer, polish: Texts) -> None:
    person = {"id": PERSON, "name": "Jan Nowak"}
    move = {"side": "client", "asks": "accept", "since": "2026-03-10T08:00:00Z", "person": person}
    record = {"to_holder": {"kind": "person", **person}, "next_move": move}
    named = replace(jan, person_id=PERSON)

    shown = [{**record, "allowed": accepting(who)} for who in (named, anna, jan, tomek)]
    assert [handover_line(*one)["can_accept"] for one in zip(shown, (named, anna, jan, tomek), strict=True)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [handover_line(record, who)["for_another"] for who in (named, anna)] == [False, True]
    assert polish("handover.accept_for", name="Jan Nowak") == "Potwierdź odbiór za: Jan Nowak"


DECISION = [(PERSON, "Naprawa czy wymiana?")]


def test_hardware_is_retired_by_a_decision_of_the_client_only() -> None:
    old = asset(allowed=["retire", "wipe"])

    assert [action.move for action in actions_for(old)] == ["wipe"]
    assert [action.move for action in actions_for(old, DECISION)] == ["retire", "wipe"]
    body = body_of(("decision", "retire_reason"), {"decision": PERSON, "retire_reason": "Zużyty"}, {}, "PLN")
    sent = RetireAsset.model_validate(body)
    assert (str(sent.decision_id), sent.reason) == (PERSON, "Zużyty")


@pytest.mark.parametrize(
    ("more", "decisions", "provider", "client"),
    [
        ({"allowed": ["retire"]}, DECISION, None, "client_decides"),
        ({"allowed": ["retire"]}, [], "no_decision", "client_decides"),
        ({"status": "in_use"}, DECISION, "not_from_here", "client_decides"),
        ({"legal_hold": "sprawa 1/26"}, DECISION, "legal_hold", "legal_hold"),
        ({"status": "retired"}, DECISION, None, None),
        ({"status": "ordered"}, [], None, None),
        ({"status": "missing"}, [], "missing", "missing"),
    ],
)
def test_who_looks_for_the_button_is_told_what_is_missing(
    more: Json, decisions: Any, provider: str | None, client: str | None, tomek: Viewer, anna: Viewer
) -> None:
    found = [why_not_retired(asset(**more), viewer, decisions) for viewer in (tomek, anna)]

    assert found == [provider, client]
    for language in LANGUAGES:
        assert {f"retirement.{why}" for why in found if why} <= texts_of(language).keys


def test_a_process_is_offered_where_it_would_bring_the_decision(tomek: Viewer) -> None:
    stock, used = asset(allowed=["retire"]), asset(status="in_use")

    assert [retirement_hint(one, tomek, {}) for one in (stock, used)] == [
        {"why": "no_decision", "process_helps": True},
        {"why": "not_from_here", "process_helps": False},
    ]


def test_a_decision_is_named_by_what_was_asked_chosen_and_when(anna: Viewer) -> None:
    options = [{"key": "replace", "title": {"pl": "Wymienić", "en": "Replace"}}]
    state = {"question": {"pl": "Co z laptopem?", "en": "?"}, "options": options, "option": "replace"}

    assert (
        decision_line({**state, "decided_at": "2026-03-12T08:00:00Z"}, anna)
        == "Co z laptopem? · Wymienić · czw., 12 marca"
    )
