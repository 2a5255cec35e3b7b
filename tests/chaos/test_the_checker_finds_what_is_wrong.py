"""The checker is itself checked: into the evidence of a healthy run one violation is planted, and it has to be found."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from storm.client_log import Read
from storm.evidence import Evidence
from storm.fabricating import ANNA, OURS, PROCESS, TASK, THEIRS, TICKET, healthy
from storm.invariants import check

Plant = Callable[[Evidence], object]


def lost(evidence: Evidence) -> None:
    """The line of an answered command, as if the answer had gone out before the commit."""
    del evidence.journals["tickets"][1]


def done_twice(evidence: Evidence) -> None:
    comment = evidence.journals["tickets"][1]
    evidence.journals["tickets"].append(replace(comment, id="another", version=4, seq=5, key=""))


def done_though_refused(evidence: Evidence) -> None:
    comment = evidence.journals["tickets"][1]
    evidence.journals["tickets"].append(
        replace(comment, id="x", version=4, seq=5, key=f"{ANNA}/k3", change={"text": "Wpis 9"})
    )


def answered_with_something_else(evidence: Evidence) -> None:
    evidence.log.commands[1].version = 7


def gap(evidence: Evidence) -> None:
    evidence.heads["tickets"] = [5]


def version_twice(evidence: Evidence) -> None:
    line = evidence.journals["tickets"][2]
    evidence.journals["tickets"][2] = replace(line, version=2)


def row_without_its_line(evidence: Evidence) -> None:
    evidence.rows["tickets"][0] = replace(evidence.rows["tickets"][0], version=4)


def line_without_its_row(evidence: Evidence) -> None:
    del evidence.rows["tickets"][1]


def not_applied(evidence: Evidence) -> None:
    evidence.marks["gateway", "tickets"] = [3]


def task_twice(evidence: Evidence) -> None:
    task = evidence.journals["tickets"][3]
    evidence.journals["tickets"].append(replace(task, id="another", subject="ticket-3", seq=5))


def task_never_made(evidence: Evidence) -> None:
    del evidence.journals["tickets"][3]


def decider_never_told(evidence: Evidence) -> None:
    evidence.told.clear()


def comment_that_vanished(evidence: Evidence) -> None:
    evidence.log.reads.append(Read("s", TICKET, 3, 3, ("Wpis 2",), OURS, OURS))


def session_taken_back(evidence: Evidence) -> None:
    evidence.log.reads.append(Read("s", TICKET, 3, 2, ("Wpis 1",), OURS, OURS))


def view_behind(evidence: Evidence) -> None:
    evidence.things[0] = replace(evidence.things[0], state={"title": "Drukarka", "status": "closed"})


def thing_missing_in_view(evidence: Evidence) -> None:
    del evidence.things[0]


def event_missing_in_timeline(evidence: Evidence) -> None:
    del evidence.timeline[0]


def event_twice_in_timeline(evidence: Evidence) -> None:
    evidence.timeline.append(evidence.timeline[0])


def count_off_by_one(evidence: Evidence) -> None:
    evidence.counts[OURS, "process", "provider"] = 2


def task_gone_under_its_process(evidence: Evidence) -> None:
    task = evidence.journals["tickets"][3]
    evidence.journals["tickets"][3] = replace(task, state={**(task.state or {}), "status": "closed"})


def waits_for_nobody(evidence: Evidence) -> None:
    line = evidence.journals["processes"][1]
    evidence.journals["processes"][1] = replace(line, state={**(line.state or {}), "next_move": None})


def told_twice(evidence: Evidence) -> None:
    evidence.told.append(replace(evidence.told[0], id="notification-2"))


def mail_never_came(evidence: Evidence) -> None:
    evidence.mails.clear()


def mail_under_another_name(evidence: Evidence) -> None:
    evidence.mails.append("<somebody-else@localhost>")


def mail_three_times(evidence: Evidence) -> None:
    evidence.deliveries[1] = replace(evidence.deliveries[1], tries=3)
    evidence.mails *= 3


def event_parked(evidence: Evidence) -> None:
    evidence.parked["processes"].append("tickets.ticket.closed.v1: failed")


def line_of_another_client(evidence: Evidence) -> None:
    line = evidence.journals["tickets"][2]
    evidence.journals["tickets"][2] = replace(line, client=THEIRS)


def link_of_another_client(evidence: Evidence) -> None:
    evidence.links[0] = (TASK, THEIRS)


def read_of_another_client(evidence: Evidence) -> None:
    evidence.log.reads.append(replace(evidence.log.reads[1], readers_client=THEIRS))


def request_row_of_another_client(evidence: Evidence) -> None:
    evidence.rows["processes"][2] = replace(evidence.rows["processes"][2], of=PROCESS, client=THEIRS)


PLANTED: list[tuple[Plant, str]] = [
    (lost, "commands"),
    (done_twice, "content"),
    (done_though_refused, "commands"),
    (done_though_refused, "content"),
    (answered_with_something_else, "commands"),
    (gap, "journals"),
    (version_twice, "journals"),
    (row_without_its_line, "rows"),
    (line_without_its_row, "rows"),
    (not_applied, "watermarks"),
    (task_twice, "requests"),
    (task_never_made, "requests"),
    (decider_never_told, "decisions_told"),
    (comment_that_vanished, "conversations"),
    (session_taken_back, "sessions"),
    (view_behind, "view"),
    (thing_missing_in_view, "view"),
    (event_missing_in_timeline, "timeline"),
    (event_twice_in_timeline, "timeline"),
    (count_off_by_one, "counts"),
    (task_gone_under_its_process, "processes"),
    (waits_for_nobody, "processes"),
    (told_twice, "notifications"),
    (mail_never_came, "mails"),
    (mail_under_another_name, "mails"),
    (mail_three_times, "mails"),
    (event_parked, "parked"),
    (line_of_another_client, "tenants"),
    (link_of_another_client, "tenants"),
    (request_row_of_another_client, "tenants"),
    (read_of_another_client, "foreign_reads"),
]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    evidence = healthy()

    verdicts = check(evidence)

    assert {one.invariant: one.violations for one in verdicts if one.violations} == {}
    assert all(one.checked for one in verdicts)


@pytest.mark.parametrize(("plant", "invariant"), PLANTED, ids=[f"{p.__name__}-{name}" for p, name in PLANTED])
def test_what_was_planted_is_found(plant: Plant, invariant: str) -> None:
    evidence = healthy()

    plant(evidence)

    assert invariant in {one.invariant for one in check(evidence) if one.violations}


def test_every_invariant_has_a_violation_that_it_finds() -> None:
    everything = {one.invariant for one in check(healthy())}

    assert everything == {invariant for _, invariant in PLANTED}


def test_a_repeated_command_that_was_done_in_the_end_counts_once() -> None:
    evidence = healthy()
    evidence.log.commands.append(replace(evidence.log.commands[0], outcome="refused"))

    verdicts = {one.invariant: one for one in check(evidence)}

    assert not verdicts["commands"].violations
