"""What falls due in processes: a moment that was waited for, something overdue, a decision nobody took."""

from functools import partial

from chassis.process.timers import Due

from processes.commands.let_time_pass import let_decision_expire, let_time_pass
from processes.scenarios.loader import Catalogue

_FIND = "SELECT id, client_id FROM {} WHERE wake_at <= $1 AND NOT id = ANY($2) ORDER BY wake_at"
_CLAIM = "SELECT 1 FROM {} WHERE id = $1 AND wake_at <= $2"


def time_passes(catalogue: Catalogue) -> tuple[Due, Due]:
    """Processes go on, decisions expire."""
    # Processes are locked before their decisions everywhere, so a decision is looked at without a lock here.
    processes = Due(
        "processes.time_passes",
        _FIND.format("process"),
        _CLAIM.format("process") + " FOR UPDATE SKIP LOCKED",
        partial(let_time_pass, catalogue=catalogue),
        every_seconds=1,
    )
    decisions = Due(
        "processes.decision_expires",
        _FIND.format("decision"),
        _CLAIM.format("decision"),
        partial(let_decision_expire, catalogue=catalogue),
        every_seconds=1,
    )
    return processes, decisions
