"""The rules, as a table: for which event who is told what. No database; the people are given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from notifications.domain.incoming_event import IncomingEvent, NextMove, Snapshot
from notifications.domain.recipients import Recipient, choose, notices

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ANNA, DOROTA, ADAM, TOMEK, KASIA, PERSON = (UUID(int=number) for number in range(1, 7))


def person(account: UUID, side: Any, role: str, **fields: Any) -> Recipient:
    return Recipient(account, side, frozenset({role}), f"{account.int}@example.com", str(account.int), "pl", **fields)


PEOPLE = (
    person(ANNA, "client", "requester", person_id=PERSON),
    person(DOROTA, "client", "decider"),
    person(ADAM, "client", "administrator"),
    person(TOMEK, "provider", "technician"),
    person(KASIA, "provider", "coordinator"),
)
NAMES = {ANNA: "Anna", DOROTA: "Dorota", ADAM: "Adam", TOMEK: "Tomek", KASIA: "Kasia"}


def incoming(event_type: str, **fields: Any) -> IncomingEvent:
    values: dict[str, Any] = {
        "event_id": UUID(int=90),
        "type": event_type,
        "kind": event_type.split(".")[1],
        "subject": UUID(int=91),
        "version": 2,
        "client_id": UUID(int=7),
        "occurred_at": NOW,
        "recorded_at": NOW,
    }
    return IncomingEvent(**{**values, **fields})


def told(event: IncomingEvent, before: Snapshot | None = None) -> dict[str, tuple[str, str]]:
    """Name -> (code, importance)."""
    chosen = choose(notices(event, before), PEOPLE, event)
    return {NAMES[who.account_id]: (notice.code, notice.importance) for who, notice in chosen}


def move(side: Any, asks: str, *named: UUID, **fields: Any) -> NextMove:
    return NextMove(side, asks, fields.pop("since", NOW), named, **fields)


TICKET, PROCESS, DECISION = "tickets.ticket.", "processes.process.", "processes.decision."
HERS = {"requester": ANNA}
THEIRS = {"requester": ANNA, "assignee": TOMEK}
TABLE: dict[str, tuple[IncomingEvent, dict[str, tuple[str, str]]]] = {
    "a new ticket goes to the team": (
        incoming(TICKET + "opened.v1", next_move=move("provider", "take"), related=HERS, actor_id=ANNA, actor_side="client"),
        {"Tomek": ("ticket.take", "your_move"), "Kasia": ("ticket.take", "your_move")},
    ),
    "an assigned ticket goes to its assignee": (
        incoming(TICKET + "assigned.v1", next_move=move("provider", "work", TOMEK), related=THEIRS, actor_id=KASIA),
        {"Tomek": ("ticket.work", "your_move")},
    ),
    "who takes a ticket is not told of it": (
        incoming(TICKET + "assigned.v1", next_move=move("provider", "work", TOMEK), related=THEIRS, actor_id=TOMEK),
        {},
    ),
    "a question goes to the requester": (
        incoming(TICKET + "client_asked.v1", next_move=move("client", "answer", ANNA), related=THEIRS, actor_id=TOMEK),
        {"Anna": ("ticket.answer", "your_move")},
    ),
    "a question for a decision needs a decision": (
        incoming(TICKET + "client_asked.v1", next_move=move("client", "answer", ANNA), waiting_for="decision"),
        {"Anna": ("ticket.answer", "decision_needed")},
    ),
    "a requester known as a person is told on the account": (
        incoming(TICKET + "client_asked.v1", next_move=move("client", "answer", PERSON), actor_id=TOMEK),
        {"Anna": ("ticket.answer", "your_move")},
    ),
    "a question to somebody without an account goes to the administrator": (
        incoming(TICKET + "client_asked.v1", next_move=move("client", "answer", UUID(int=66)), actor_id=TOMEK),
        {"Adam": ("ticket.answer", "your_move")},
    ),
    "an answer goes back to the assignee": (
        incoming(TICKET + "client_answered.v1", next_move=move("provider", "work", TOMEK), related=THEIRS, actor_id=ANNA),
        {"Tomek": ("ticket.answered", "your_move")},
    ),
    "a resolved ticket goes to the requester": (
        incoming(TICKET + "resolved.v1", next_move=move("client", "accept", ANNA), related=THEIRS, actor_id=TOMEK),
        {"Anna": ("ticket.resolved", "your_move")},
    ),
    "a resolved task is accepted by its process": (
        incoming(TICKET + "resolved.v1", next_move=move("client", "accept", ANNA), related=THEIRS, task=True),
        {},
    ),
    "a task that is done is nobody's news": (incoming(TICKET + "closed.v1", related=THEIRS, task=True), {}),
    "a closed ticket informs both": (
        incoming(TICKET + "closed.v1", related=THEIRS, actor_id=ANNA, actor_side="client"),
        {"Tomek": ("ticket.closed", "information")},
    ),
    "a message of the provider goes to the requester": (
        incoming(TICKET + "message_added.v1", related=THEIRS, actor_id=TOMEK, actor_side="provider"),
        {"Anna": ("ticket.message", "information")},
    ),
    "a message of the client goes to the assignee": (
        incoming(TICKET + "message_added.v1", related=THEIRS, actor_id=ANNA, actor_side="client"),
        {"Tomek": ("ticket.message", "information")},
    ),
    "a message about a ticket nobody has goes to the team": (
        incoming(TICKET + "message_added.v1", related=HERS, actor_id=ANNA, actor_side="client"),
        {"Tomek": ("ticket.message", "information"), "Kasia": ("ticket.message", "information")},
    ),
    "an answer by message is one thing told, the more important one": (
        incoming(TICKET + "message_added.v1", next_move=move("provider", "work", TOMEK), related=THEIRS, actor_side="client"),
        {"Tomek": ("ticket.message", "your_move")},
    ),
    "an internal note goes to the assignee": (
        incoming(TICKET + "internal_note_added.v1", related=THEIRS, actor_id=KASIA, internal=True),
        {"Tomek": ("ticket.note", "information")},
    ),
    "an internal note never goes to the client, whoever is named": (
        incoming(TICKET + "internal_note_added.v1", related={"assignee": ANNA}, actor_id=KASIA, internal=True),
        {},
    ),
    "a proposed priority needs a decision": (
        incoming(TICKET + "priority_proposed.v1", next_move=move("client", "agree_priority", ANNA), actor_id=TOMEK),
        {"Anna": ("ticket.agree_priority", "decision_needed")},
    ),
    "a task of the client's own people goes to who started the process": (
        incoming(TICKET + "opened.v1", next_move=move("client", "take"), related=HERS, task=True),
        {"Anna": ("ticket.task", "your_move")},
    ),
    "waiting for a third party is nobody's news": (
        incoming(TICKET + "held.v1", next_move=move("provider", "follow_up", TOMEK), related=THEIRS, actor_id=TOMEK),
        {},
    ),
    "a decision goes to the deciders": (
        incoming(DECISION + "requested.v1", next_move=move("client", "decide"), related={"started_by": ANNA}),
        {"Dorota": ("decision.decide", "decision_needed")},
    ),
    "a decision of a named account goes there": (
        incoming(DECISION + "requested.v1", next_move=move("client", "decide", ADAM)),
        {"Adam": ("decision.decide", "decision_needed")},
    ),
    "a process that waits for a decision leaves telling to the decision": (
        incoming(PROCESS + "started.v1", next_move=move("client", "decide"), related={"started_by": ANNA}),
        {},
    ),
    "a completed process goes to who started it": (
        incoming(PROCESS + "completed.v1", status="completed", related={"started_by": ANNA}),
        {"Anna": ("process.completed", "information")},
    ),
    "a blocked process informs who started it and moves the coordinator": (
        incoming(
            "processes.step.failed.v1", kind="process", status="running.blocked", next_move=move("provider", "mend"),
            related={"started_by": ANNA},
        ),
        {"Anna": ("process.blocked", "information"), "Kasia": ("process.mend", "your_move")},
    ),
    "a process is told as cancelled when all is undone": (
        incoming(PROCESS + "cancelled.v1", status="cancelled.compensated", related={"started_by": ANNA}),
        {"Anna": ("process.cancelled", "information")},
    ),
    "a process that is still being undone is not": (
        incoming(PROCESS + "compensation_started.v1", status="cancelled.compensating", related={"started_by": ANNA}),
        {},
    ),
    "who gets hardware is asked to confirm it": (
        incoming("assets.handover.recorded.v1", next_move=move("client", "accept", PERSON), actor_id=TOMEK),
        {"Anna": ("asset.accept", "your_move")},
    ),
    "nobody confirms it for somebody without an account": (
        incoming("assets.handover.recorded.v1", next_move=move("client", "accept", UUID(int=66)), actor_id=TOMEK),
        {},
    ),
    "stolen hardware is told to the team": (
        incoming("assets.asset.reported_missing.v1", status="missing.stolen", actor_id=ANNA),
        {"Tomek": ("asset.missing", "information"), "Kasia": ("asset.missing", "information")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_the_right_people_are_told(case: str) -> None:
    event, expected = TABLE[case]

    assert told(event) == expected


def test_a_move_is_told_when_it_passes_and_not_again() -> None:
    asked = incoming(TICKET + "client_asked.v1", next_move=move("client", "answer", ANNA))
    again = replace(asked, type=TICKET + "updated.v1", version=3, occurred_at=NOW + timedelta(hours=1))

    assert told(asked, None)
    assert told(again, asked.snapshot()) == {}


def test_a_second_question_is_told_although_the_move_is_the_same() -> None:
    first = incoming(TICKET + "client_asked.v1", next_move=move("client", "answer", ANNA))
    second = replace(first, next_move=move("client", "answer", ANNA, since=NOW + timedelta(hours=1)))

    assert told(second, first.snapshot()) == {"Anna": ("ticket.answer", "your_move")}


def test_a_move_that_began_before_the_thing_was_first_seen_is_not_told() -> None:
    event = incoming(TICKET + "updated.v1", next_move=move("client", "answer", ANNA, since=NOW - timedelta(hours=1)))

    assert told(event, None) == {}


def test_a_status_is_told_when_it_is_reached_and_not_again() -> None:
    blocked = incoming(PROCESS + "step_failed.v1", status="running.blocked", related={"started_by": ANNA})

    assert told(blocked, Snapshot(None, "running.on_track"))
    assert told(blocked, Snapshot(None, "running.blocked")) == {}


def test_without_deciders_the_administrator_decides() -> None:
    event = incoming(DECISION + "requested.v1", next_move=move("client", "decide"))
    people = [one for one in PEOPLE if one.account_id != DOROTA]

    assert [who.account_id for who, _ in choose(notices(event, None), people, event)] == [ADAM]


@pytest.mark.parametrize(
    ("age", "imported", "version", "historic"),
    [
        (timedelta(0), False, 1, False),
        (timedelta(days=1), False, 1, False),
        (timedelta(days=3), False, 1, True),
        (timedelta(0), True, 1, True),
        (timedelta(0), True, 2, False),
        (timedelta(hours=1), True, 2, True),
    ],
)
def test_history_is_told_apart_from_news(age: timedelta, imported: bool, version: int, historic: bool) -> None:
    event = incoming(TICKET + "opened.v1", imported=imported, version=version, recorded_at=NOW + age)

    assert event.historic is historic
