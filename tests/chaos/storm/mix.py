"""The commands of a run, drawn from the seed before anything starts. What they are about is found when they are given."""

from dataclasses import dataclass
from random import Random
from typing import Literal

Ending = Literal["through", "cancelled", "rejected"]
ENDINGS: dict[Ending, int] = {"through": 80, "cancelled": 14, "rejected": 6}
"""Shares of how onboardings are to go."""
Kind = Literal["open", "comment_hot", "comment", "move", "register", "keep", "person"]
WEIGHTS: dict[Kind, int] = {
    "open": 20,
    "comment_hot": 28,
    "comment": 8,
    "move": 28,
    "register": 7,
    "keep": 6,
    "person": 3,
}
"""Shares of the kinds: open a ticket, write into a hot or another one, move one on, hardware, its holders, people."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One command of the run: when (0 to 1 of the run's time), what, for whom, and two draws to decide the rest."""

    number: int
    at: float
    kind: Kind
    firm: int
    which: float
    how: float


@dataclass(frozen=True, slots=True)
class DrawnProcess:
    """One onboarding of the run: when it starts, for whom, and how it is to go."""

    number: int
    at: float
    firm: int
    hardware: Literal["laptop", "none"]
    ending: Ending
    cancel_after: int
    """Tasks done before the client cancels."""


def draw_commands(random: Random, commands: int, firms: int) -> list[Drawn]:
    """The commands in their order; the same for the same seed."""
    kinds, weights = list(WEIGHTS), list(WEIGHTS.values())
    return [
        Drawn(
            number,
            number / commands,
            random.choices(kinds, weights)[0],
            random.randrange(firms),
            random.random(),
            random.random(),
        )
        for number in range(commands)
    ]


def draw_processes(random: Random, processes: int, firms: int) -> list[DrawnProcess]:
    """The onboardings: most go through, some are cancelled half-way, some are rejected."""
    return [
        DrawnProcess(
            number,
            0.8 * number / max(1, processes),
            random.randrange(firms),
            "laptop" if random.random() < 0.75 else "none",
            random.choices(list(ENDINGS), list(ENDINGS.values()))[0],
            random.randrange(3),
        )
        for number in range(processes)
    ]
