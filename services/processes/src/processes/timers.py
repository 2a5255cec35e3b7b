"""What falls due: the timers of processes, and the expiry of decisions."""

from functools import partial

from chassis.process.timers import Due

from processes.commands.fire_timers import expire_decision, fire_process_timers
from processes.scenarios.loader import Catalogue

_FIND = "SELECT id, client_id FROM {} WHERE wake_at <= $1 AND NOT id = ANY($2) ORDER BY wake_at"
_CLAIM = "SELECT 1 FROM {} WHERE id = $1 AND wake_at <= $2"


def process_timers(catalogue: Catalogue) -> tuple[Due, Due]:
    """Returns what looks for due processes and what looks for due decisions."""
    # Processes are locked before their decisions everywhere, so the claim of a decision takes no lock.
    processes = Due(
        "processes.fire_timers",
        _FIND.format("process"),
        _CLAIM.format("process") + " FOR UPDATE SKIP LOCKED",
        partial(fire_process_timers, catalogue=catalogue),
        every_seconds=1,
    )
    decisions = Due(
        "processes.expire_decision",
        _FIND.format("decision"),
        _CLAIM.format("decision"),
        partial(expire_decision, catalogue=catalogue),
        every_seconds=1,
    )
    return processes, decisions
