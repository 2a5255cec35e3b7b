"""What must hold when the storm is over and everybody has caught up: one function an invariant, evidence in, verdict out.

Each is pure, so that it is itself tested with evidence into which a violation was planted.
"""

from collections.abc import Callable, Sequence

from storm.evidence import Evidence
from storm.invariants import commands, effects, journals, notices, processes, reads, tenants, view
from storm.invariants.verdict import Verdict

INVARIANTS: Sequence[Callable[[Evidence], Verdict]] = (
    commands.every_answered_command_is_there_once,
    commands.nothing_was_done_twice,
    journals.journals_have_no_gap,
    journals.rows_are_what_their_journal_says,
    effects.consumers_are_where_the_owners_are,
    effects.every_request_was_answered_once,
    effects.every_decision_reached_its_deciders,
    reads.every_read_was_a_prefix,
    reads.no_session_went_back,
    view.the_view_equals_its_owners,
    view.the_timeline_has_every_line_once,
    view.the_counts_are_true,
    processes.every_process_ended_or_waits_for_somebody,
    notices.everybody_was_told_once,
    notices.every_mail_came_once,
    effects.nothing_is_parked,
    tenants.no_row_is_of_another_client,
    tenants.nobody_read_another_client,
)


def check(evidence: Evidence) -> list[Verdict]:
    """The verdict on every invariant."""
    return [invariant(evidence) for invariant in INVARIANTS]
