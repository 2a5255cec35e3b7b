"""What single incidents become: states, times, cycles, what is inferred and what is only noted."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from contracts.tickets.history import TicketHistory

Tell = Callable[..., TicketHistory]


def path(history: TicketHistory) -> list[tuple[str, str, bool]]:
    return [(move.kind, move.to_state, move.inferred) for move in history.moves]


def codes(history: TicketHistory) -> list[str]:
    return [note.code for move in history.moves for note in move.notes]


def test_the_first_row_opens_the_ticket_and_keeps_both_of_its_times(tell: Tell) -> None:
    history = tell({"caller_id": "Caller 7", "assignment_group": "Group 70"})

    opening = history.moves[0]
    assert (opening.kind, opening.at) == ("opened", datetime(2016, 2, 29, 4, 57, tzinfo=UTC))
    assert history.opened_at == datetime(2016, 2, 29, 4, 40, tzinfo=UTC)
    assert (history.requester, opening.assigned_team, opening.assignee) == ("Caller 7", "Group 70", None)


@pytest.mark.parametrize(
    ("state", "status", "reason"),
    [
        ("Active", "working", None),
        ("Awaiting User Info", "waiting_client", "information"),
        ("Awaiting Evidence", "waiting_client", "information"),
        ("Awaiting Vendor", "waiting_third_party", "vendor"),
        ("Awaiting Problem", "waiting_third_party", "problem"),
        ("Resolved", "resolved", None),
        ("Closed", "closed", None),
    ],
)
def test_a_state_of_the_source_is_one_of_ours(tell: Tell, state: str, status: str, reason: str | None) -> None:
    history = tell({}, {"incident_state": state})

    assert (history.moves[-1].to_state, history.moves[-1].waiting_reason) == (status, reason)
    assert history.moves[-1].changes["incident_state"] == state


def test_what_the_source_left_out_is_inferred_at_the_time_of_the_row(tell: Tell) -> None:
    history = tell({}, {"incident_state": "Awaiting User Info"}, {"incident_state": "Closed"})

    assert path(history) == [
        ("opened", "new", False),
        ("work_started", "working", True),
        ("client_asked", "waiting_client", False),
        ("resumed", "working", True),
        ("resolved", "resolved", True),
        ("closed", "closed", False),
    ]
    assert len({move.at for move in history.moves[1:]}) == 1


def test_a_log_that_begins_in_the_middle_gets_an_inferred_opening_at_the_time_of_opening(tell: Tell) -> None:
    history = tell({"incident_state": "Resolved"})

    assert path(history)[0] == ("opened", "new", True)
    assert history.moves[0].at == history.opened_at
    assert [move.external_key for move in history.moves] == ["INC1/0~1", "INC1/0~2", "INC1/0"]


def test_a_reopened_incident_is_in_its_second_cycle(tell: Tell) -> None:
    history = tell({}, {"incident_state": "Resolved"}, {"incident_state": "Awaiting Vendor"})

    assert path(history)[-2:] == [("reopened", "working", True), ("held", "waiting_third_party", False)]
    assert (history.cycle, history.resolved_at) == (2, None)


def test_a_closing_that_was_not_the_last_word_is_a_resolution_with_a_note(tell: Tell) -> None:
    history = tell({}, {"incident_state": "Closed"}, {"incident_state": "Active"}, {"incident_state": "Closed"})

    assert [move.kind for move in history.moves if not move.inferred] == ["opened", "resolved", "reopened", "closed"]
    assert codes(history) == ["closed_but_continued"]
    assert (history.state, history.cycle) == ("closed", 2)


@pytest.mark.parametrize(("state", "code"), [("-100", "state_unknown"), ("New", "back_to_new")])
def test_a_state_that_cannot_be_followed_moves_nothing_and_is_kept_as_a_note(tell: Tell, state: str, code: str) -> None:
    history = tell({}, {"incident_state": "Active"}, {"incident_state": state})

    last = history.moves[-1]
    assert (last.kind, last.to_state) == ("updated", "working")
    assert [(note.code, note.column, note.value) for note in last.notes] == [(code, "incident_state", state)]


def test_a_row_without_a_time_takes_that_of_the_ending_and_says_so(tell: Tell) -> None:
    missing = {"sys_updated_at": "?", "resolved_at": "1/3/2016 09:52", "closed_at": "6/3/2016 10:00"}

    history = tell({}, {"incident_state": "Resolved"} | missing, {"incident_state": "Closed"} | missing)

    assert history.resolved_at == datetime(2016, 3, 1, 9, 52, tzinfo=UTC)
    assert history.closed_at == datetime(2016, 3, 6, 10, 0, tzinfo=UTC)
    assert codes(history) == ["time_missing", "time_missing"]


def test_changes_travel_with_the_move_that_brought_them(tell: Tell) -> None:
    history = tell(
        {"assignment_group": "Group 70", "assigned_to": "Resolver 1"},
        {"assignment_group": "Group 24", "assigned_to": "?", "priority": "2 - High", "location": "Location 3"},
    )

    move = history.moves[-1]
    assert (move.kind, move.assigned_team, move.assignee, move.priority) == ("updated", "Group 24", "", "high")
    assert move.changes["location"] == "Location 3"


def test_rows_stand_in_the_order_of_their_update_number_whatever_their_time(tell: Tell) -> None:
    history = tell(
        {"sys_mod_count": "2", "sys_updated_at": "1/3/2016 10:00", "incident_state": "Resolved"},
        {"sys_mod_count": "0"},
        {"sys_mod_count": "1", "sys_updated_at": "9/3/2016 10:00", "incident_state": "Active"},
    )

    assert [move.external_key for move in history.moves] == ["INC1/0", "INC1/1", "INC1/2"]
    assert codes(history) == ["out_of_order"]


def test_a_repeated_update_number_keeps_the_order_of_the_file_and_a_key_of_its_own(tell: Tell) -> None:
    history = tell({}, {"sys_mod_count": "1"}, {"sys_mod_count": "1", "incident_state": "Active"})

    assert [move.external_key for move in history.moves] == ["INC1/0", "INC1/1", "INC1/1#2"]
    assert codes(history) == ["mod_count_repeated"]


def test_what_a_log_fills_in_afterwards_does_not_make_it_another_history(tell: Tell) -> None:
    then = tell({}, {"incident_state": "Active"})
    later = {"resolved_at": "1/3/2016 09:52", "closed_code": "code 5", "resolved_by": "Resolved by 5"}

    now = tell(later, {"incident_state": "Active"} | later)

    assert now == then
