"""What falls due: the timers of processes, and the expiry of decisions."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from chassis.database.tables import Moment
from chassis.process.timers import TimerRule
from sqlalchemy import Table, bindparam

from processes.commands.fire_timers import expire_decision, fire_process_timers
from processes.scenarios.loader import Catalogue
from processes.storage.tables import decision, process


def process_timers(catalogue: Catalogue) -> tuple[TimerRule, TimerRule]:
    """Returns what looks for due processes and what looks for due decisions."""
    processes = _rule("processes.fire_timers", process, partial(fire_process_timers, catalogue=catalogue))
    # Processes are locked before their decisions everywhere, so the claim of a decision takes no lock.
    decisions = _rule("processes.expire_decision", decision, partial(expire_decision, catalogue=catalogue), locks=False)
    return processes, decisions


def _rule(name: str, table: Table, act: Callable[..., Awaitable[Any]], *, locks: bool = True) -> TimerRule:
    due = table.c.next_timer
    return TimerRule(name, table, due <= bindparam("now", type_=Moment), due, act, every_seconds=1, locks=locks)
