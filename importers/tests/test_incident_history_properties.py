"""What holds for every history, whatever the rows: the tickets' own machine allows it, and no row is lost."""

from datetime import UTC
from typing import Any

from contracts.tickets.history import TicketHistory
from hypothesis import given
from hypothesis import strategies as st
from importers.incident_log import RawIncident, Row, in_order
from importers.incident_mapping import to_history
from tickets.domain import moves

STATES = ["New", "Active", "Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence"]
MOVES = {
    "work_started": "work",
    "client_asked": "ask",
    "held": "hold",
    "resumed": "resume",
    "resolved": "resolve",
    "reopened": "reopen",
    "closed": "close",
}
"""Kinds of moves by the names the tickets' state machine has for them."""
WAITING = {"waiting_client", "waiting_third_party"}
COLUMNS = ("number", "incident_state", "sys_mod_count", "sys_updated_at", "opened_at", "priority", "assigned_to")

rows = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.just("INC1"),
            "incident_state": st.sampled_from([*STATES, "Resolved", "Closed", "-100", "?", ""]),
            "sys_mod_count": st.integers(0, 9).map(str) | st.sampled_from(["?", "x"]),
            "sys_updated_at": st.integers(1, 28).map(lambda day: f"{day}/3/2016 10:00")
            | st.sampled_from(["?", "soon"]),
            "opened_at": st.just("1/3/2016 08:00"),
            "priority": st.sampled_from(["1 - Critical", "3 - Moderate", "?", "9 - Odd"]),
            "assigned_to": st.sampled_from(["?", "Resolver 1", "Resolver 2"]),
        }
    ),
    min_size=1,
    max_size=14,
)


def history_of(values: list[dict[str, str]]) -> TicketHistory:
    raw = RawIncident("INC1", in_order([Row(line, row) for line, row in enumerate(values, start=2)]))
    history, _ = to_history(raw, UTC)
    assert history is not None
    return history


def numbered(values: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row | {"sys_mod_count": str(place)} for place, row in enumerate(values)]


@given(rows)
def test_every_move_is_one_the_tickets_machine_allows(values: list[dict[str, str]]) -> None:
    history = history_of(values)

    for before, move in zip(history.moves, history.moves[1:], strict=False):
        if move.kind == "updated":
            assert (move.to_state, move.cycle) == (before.to_state, before.cycle)
        else:
            assert before.to_state in moves.MOVES.table[MOVES[move.kind]].states, (before.to_state, move.kind)


@given(rows)
def test_every_row_is_exactly_one_move_and_cycles_count_the_reopenings(values: list[dict[str, str]]) -> None:
    history = history_of(values)

    assert history.rows == len(values)
    assert history.cycle == 1 + sum(move.kind == "reopened" for move in history.moves)
    assert all((move.waiting_reason is not None) == (move.to_state in WAITING) for move in history.moves)


@given(rows)
def test_each_row_can_be_read_back_from_the_history(values: list[dict[str, str]]) -> None:
    history = history_of(values)
    ordered = in_order([Row(line, row) for line, row in enumerate(values, start=2)])
    state = history.labels.get("incident_state", "?")

    for row, move in zip(ordered, (move for move in history.moves if not move.inferred), strict=True):
        state = move.changes.get("incident_state", state)
        assert state == (row.values["incident_state"] or state)


@given(rows, st.integers(1, 13))
def test_a_log_that_has_grown_repeats_the_moves_known_already(values: list[dict[str, str]], length: int) -> None:
    whole = numbered(values)
    known = {move.external_key: move.digest for move in history_of(whole[:length]).moves if not move.inferred}

    grown = {move.external_key: move.digest for move in history_of(whole).moves}

    assert known.items() <= grown.items()


@given(rows, st.randoms())
def test_the_order_of_columns_makes_no_other_history(values: list[dict[str, str]], random: Any) -> None:
    shuffled = [dict(random.sample(list(row.items()), len(row))) for row in values]

    assert history_of(shuffled) == history_of(values)
