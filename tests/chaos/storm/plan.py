"""The fault plan: which process is hurt how and when, drawn from the seed. What it takes to do it is in `injecting.py`."""

from dataclasses import dataclass
from random import Random
from typing import Literal

Kind = Literal["kill", "kill_when", "freeze", "wipe"]
PROCESSES = ("tickets", "assets", "processes", "notifications", "gateway", "kafka", "postgres")
SHORTEST_FREEZE, LONGEST_FREEZE = 4.0, 8.0
"""Seconds of SIGSTOP; a lease lasts 3."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: SIGKILL at a random moment or when something is so; SIGSTOP past the lease; Kafka without its data."""

    number: int
    at: float
    """Seconds after the load began."""
    kind: Kind
    target: str
    detail: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        lasting = f" for {self.seconds:.1f} s" if self.seconds else ""
        return " ".join(part for part in (self.kind, self.target, self.detail) if part) + lasting


SPECIAL: tuple[tuple[Kind, str, str], ...] = (
    ("wipe", "kafka", "new cluster id"),
    ("freeze", "tickets", "leading relay"),
    ("kill_when", "notifications", "a mail is on its way"),
    ("wipe", "kafka", "same cluster id"),
    ("kill_when", "tickets", "committed, not yet sent"),
    ("kill_when", "gateway", "applied, not yet acknowledged"),
    ("freeze", "processes", "leading relay"),
    ("kill_when", "assets", "asked, not yet answered"),
)
"""What every longer run has once; shorter ones have the first of them."""


def draw_plan(random: Random, faults: int, seconds: float) -> list[Fault]:
    """`faults` faults spread over the load: a third special ones, the rest SIGKILL of every process in turn."""
    special = list(SPECIAL[: min(len(SPECIAL), max(1, faults // 3))]) if faults else []
    order = list(PROCESSES)
    kills: list[tuple[Kind, str, str]] = []
    while len(kills) < faults - len(special):
        random.shuffle(order)
        kills += [("kill", name, "") for name in order]
    drawn = special + kills[: faults - len(special)]
    random.shuffle(drawn)
    step = seconds / max(1, faults)
    return [
        Fault(number, step * (number + random.uniform(0.2, 0.8)), kind, target, detail, _seconds(random, kind))
        for number, (kind, target, detail) in enumerate(drawn, 1)
    ]


def _seconds(random: Random, kind: Kind) -> float:
    return random.uniform(SHORTEST_FREEZE, LONGEST_FREEZE) if kind == "freeze" else 0.0
