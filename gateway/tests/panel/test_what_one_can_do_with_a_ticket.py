"""The buttons of a ticket: those the owner would accept, for the side that may, the likely one first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.texts import Texts
from gateway.json_object import Json
from gateway.panel.screens.ticket_actions import ACTIONS, actions_for, can_write
from gateway.panel.screens.ticket_bodies import body_of, command_of_move, new_ticket_body
from gateway.panel.screens.tickets import in_queue_order, ticket_page, ticket_row
from gateway.panel.viewer import Viewer
from tickets.domain.moves import MOVES
from tickets.domain.ticket import StepLink, Ticket

MakeTicket = Callable[..., Json]


def allowed_to(viewer: Viewer, state: Json) -> Json:
    """The state as the gateway shows it to this viewer: with the moves the owner's state machine allows."""
    step = state.get("step") and StepLink(UUID(state["step"]["process_id"]), state["step"]["step"], UUID(int=1))
    owned = Ticket(
        UUID(state["id"]), UUID(state["client_id"]), state["number"], state["type"], state["title"], viewer.now,
        status=state["status"], for_side=state["for_side"], step=step or None,
    )  # fmt: skip
    actor = Actor(viewer.side, viewer.name, UUID(viewer.id), viewer.roles)
    return {**state, "allowed": MOVES.allowed(owned, actor)}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.move)
def test_every_button_is_a_move_of_the_owner_and_its_command(action: Any) -> None:
    assert (action.allowed_as or action.move) in MOVES.table
    assert command_of_move(action.move) == (action.allowed_as or action.move)


@pytest.mark.parametrize("status", ["new", "working", "waiting_client", "resolved", "closed"])
def test_what_the_owner_does_not_allow_has_no_button(ticket: MakeTicket, anna: Viewer, status: str) -> None:
    state = allowed_to(anna, ticket(status=status))

    assert actions_for({**state, "allowed": []}, anna) == []
    assert {action.allowed_as or action.move for action in actions_for(state, anna)} <= set(state["allowed"])


def test_the_client_answers_a_question(ticket: MakeTicket, anna: Viewer) -> None:
    moves = [action.move for action in actions_for(allowed_to(anna, ticket(status="waiting_client")), anna)]

    assert moves == ["answer", "priority", "withdraw"]


def test_the_provider_takes_a_new_ticket(ticket: MakeTicket, tomek: Viewer) -> None:
    moves = [action.move for action in actions_for(allowed_to(tomek, ticket()), tomek)]

    assert moves[:2] == ["take", "work"]
    assert "answer" not in moves


def test_a_closed_ticket_offers_nothing(ticket: MakeTicket, anna: Viewer, tomek: Viewer) -> None:
    closed = [allowed_to(viewer, ticket(status="closed")) for viewer in (anna, tomek)]

    assert actions_for(closed[0], anna) == actions_for(closed[1], tomek) == []
    assert not can_write(closed[0])


def test_a_task_of_a_process_is_not_withdrawn_by_hand(ticket: MakeTicket, anna: Viewer) -> None:
    step = {"process_id": "0" * 32, "step": "prepare", "request_id": "1" * 32}

    assert "withdraw" not in [
        action.move for action in actions_for(allowed_to(anna, ticket(type="task", step=step)), anna)
    ]


def test_the_clients_own_task_is_worked_on_by_the_client(ticket: MakeTicket, anna: Viewer) -> None:
    task = ticket(type="task", for_side="client", status="assigned")

    assert {"work", "resolve"} <= {action.move for action in actions_for(allowed_to(anna, task), anna)}


def test_what_is_late_comes_first_in_the_queue(ticket: MakeTicket, asks: Callable[..., Json], tomek: Viewer) -> None:
    late = asks("provider", "take", due_at="2026-03-01T08:00:00Z")
    calm = ticket_row(ticket(number="T-1", priority="critical", next_move=asks("provider", "take")), tomek)
    hurry = ticket_row(ticket(number="T-2", next_move=late), tomek)

    assert [row["ticket"]["number"] for row in in_queue_order([calm, hurry])] == ["T-2", "T-1"]


def test_the_page_leads_to_person_hardware_and_process(ticket: MakeTicket, anna: Viewer, polish: Texts) -> None:
    links = [
        {"kind": kind, "id": number, "title": kind, "label": "", "open": True, "relation": "about"}
        for number, kind in enumerate(("person", "asset", "process"))
    ]
    page = ticket_page({**ticket(), "history": [], "links": links}, polish, anna)

    assert [page[kind]["path"] for kind in ("person", "asset", "process")] == ["/people/0", "/assets/1", "/processes/2"]


def test_taking_is_being_assigned_to_oneself(anna: Viewer) -> None:
    assert (command_of_move("take"), body_of("take", {}, anna.zone, {})) == ("assign", {})


def test_a_local_date_is_sent_as_a_moment(anna: Viewer) -> None:
    body = body_of("ask", {"question": "Kiedy?", "answer_by": "2026-03-20T12:00"}, anna.zone, {})

    assert body == {"question": "Kiedy?", "answer_by": "2026-03-20T12:00:00+01:00"}


def test_empty_fields_are_not_sent() -> None:
    assert new_ticket_body({"title": " Drukarka ", "asset_id": "", "key": "k"}) == {"title": "Drukarka"}
