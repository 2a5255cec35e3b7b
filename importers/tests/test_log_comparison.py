"""A comparison finds every kind of difference between a log, its owner's journal and the view, and no false one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from importers.log_comparison import Difference, Event, Ticket, Update, compare, statuses
from importers.log_sources import updates_of_log

MORNING = datetime(2016, 2, 29, 5, tzinfo=UTC)
Change = Callable[[Ticket], Ticket]


def event(version: int, status: str, *, inferred: bool = False, **data: Any) -> Event:
    told = {"imported": {"inferred": inferred, **data}}
    return Event(
        version, "tickets.ticket.updated.v1", MORNING + timedelta(hours=version), f"by {version}", told, status
    )


EVENTS = (event(1, "new", inferred=True), event(2, "working"), event(3, "closed"))
TICKET = Ticket({"id": "1", "version": 3, "status": "closed"}, EVENTS)
ROWS = [Update(one.at, one.by, one.status) for one in EVENTS[1:]]


def found(log: list[Update] = ROWS, owner: Ticket = TICKET, view: Ticket = TICKET) -> list[Difference]:
    return compare({"INC1": log}, {"INC1": owner}, {"INC1": view}).differences


def with_events(*events: Event) -> Ticket:
    return replace(TICKET, events=events)


def test_what_is_alike_everywhere_has_no_difference_and_is_counted() -> None:
    comparison = compare({"INC1": ROWS}, {"INC1": TICKET}, {"INC1": TICKET})

    assert (comparison.tickets, comparison.updates, comparison.inferred, comparison.differences) == (1, 2, 1, [])


@pytest.mark.parametrize(
    "changed",
    [
        [replace(ROWS[0], at=MORNING), ROWS[1]],
        [replace(ROWS[0], by="somebody else"), ROWS[1]],
        [replace(ROWS[0], status="waiting_client"), ROWS[1]],
        ROWS[:1],
        [*ROWS, ROWS[1]],
        [ROWS[1], ROWS[0]],
    ],
    ids=["time", "actor", "state", "one too few", "one too many", "order"],
)
def test_rows_that_are_others_are_found(changed: list[Update]) -> None:
    assert [one.what for one in found(log=changed)] == ["rows"]


@pytest.mark.parametrize(
    ("view", "what"),
    [
        (replace(TICKET, state=TICKET.state | {"version": 2}), "version"),
        (replace(TICKET, state=TICKET.state | {"status": "working"}), "state"),
        (with_events(*EVENTS[:2]), "timeline"),
        (with_events(EVENTS[0], replace(EVENTS[1], by="x"), EVENTS[2]), "timeline"),
        (with_events(EVENTS[0], replace(EVENTS[1], at=MORNING), EVENTS[2]), "timeline"),
        (with_events(EVENTS[0], replace(EVENTS[1], data={"imported": {}}), EVENTS[2]), "timeline"),
    ],
)
def test_a_view_that_is_not_the_owners_is_found(view: Ticket, what: str) -> None:
    assert what in [one.what for one in found(view=view)]


def test_a_gap_in_the_versions_is_found() -> None:
    gap = with_events(EVENTS[0], EVENTS[1], replace(EVENTS[2], version=4))

    assert [one.what for one in found(owner=gap, view=gap)] == ["versions"]


def test_what_one_side_does_not_know_is_found() -> None:
    comparison = compare({"INC1": ROWS, "INC2": ROWS}, {"INC1": TICKET, "INC3": TICKET}, {"INC1": TICKET})

    assert [(one.key, one.found) for one in comparison.differences] == [("INC2", "owner, view"), ("INC3", "log, view")]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["New", "Active", "Resolved", "Closed"], ["new", "working", "resolved", "closed"]),
        (["Active", "New"], ["working", "working"]),
        (["Resolved", "New", "Closed"], ["resolved", "working", "closed"]),
        (["Active", "-100", "Closed"], ["working", "working", "closed"]),
        (["Active", "Closed", "Active", "Closed"], ["working", "resolved", "working", "closed"]),
        (["Awaiting User Info", "Awaiting Vendor"], ["waiting_client", "waiting_third_party"]),
    ],
)
def test_what_our_states_cannot_follow_leaves_a_ticket_where_it_is(states: list[str], expected: list[str]) -> None:
    assert list(statuses(states)) == expected


def test_a_log_is_read_in_the_order_its_updates_were_numbered(write_log: Any) -> None:
    path: Path = write_log(
        {"sys_mod_count": "1", "incident_state": "Active", "sys_updated_at": "1/3/2016 08:00", "sys_updated_by": "?"},
        {"sys_mod_count": "0"},
    )

    first, second = updates_of_log(path, UTC)["INC1"]

    assert (first.status, first.by) == ("new", "Updated by 1")
    assert (second.at, second.by, second.status) == (datetime(2016, 3, 1, 8, tzinfo=UTC), "servicenow", "working")
