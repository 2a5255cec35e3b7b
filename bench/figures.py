"""What a figure is and how it is told: a ratio against a floor measured in the same run, beside what was aimed at."""

import json
from dataclasses import asdict, dataclass
from statistics import median
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `ratio` is ours against the floor's; `detail` says what was measured, in plain numbers."""

    figure: str
    ratio: float
    aim: str
    met: bool
    detail: dict[str, float]


def judged(name: str, ratios: list[float], aim: float, kind: Literal["at least", "at most"], **detail: float) -> Figure:
    """The median over the rounds, held against the aim."""
    ratio = median(ratios)
    met = ratio >= aim if kind == "at least" else ratio <= aim
    return Figure(name, round(ratio, 3), f"{kind} {aim}", met, {key: round(value, 3) for key, value in detail.items()})


def tell(figure: Figure) -> None:
    """One JSON line."""
    print(json.dumps(asdict(figure)), flush=True)
