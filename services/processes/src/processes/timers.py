"""What falls due: the timers of processes, and the expiry of decisions."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from chassis.database.tables import Moment
from chassis.process.timers import TimerRule
from sqlalchemy import Uuid, bindparam, column, table

from processes.commands.fire_timers import expire_decision, fire_process_timers
from processes.scenarios.loader import Catalogue


def process_timers(catalogue: Catalogue) -> tuple[TimerRule, TimerRule]:
    """Returns what looks for due processes and what looks for due decisions."""
    processes = _due("processes.fire_timers", "process", partial(fire_process_timers, catalogue=catalogue))
    # Processes are locked before their decisions everywhere, so the claim of a decision takes no lock.
    decisions = _due(
        "processes.expire_decision", "decision", partial(expire_decision, catalogue=catalogue), locks=False
    )
    return processes, decisions


def _due(name: str, kind: str, act: Callable[..., Awaitable[Any]], *, locks: bool = True) -> TimerRule:
    wake_at = column("wake_at", Moment)
    things = table(kind, column("id", Uuid), column("client_id", Uuid), wake_at)
    return TimerRule(name, things, wake_at <= bindparam("now"), wake_at, act, every_seconds=1, locks=locks)
