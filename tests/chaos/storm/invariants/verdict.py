"""The verdict on one invariant: how much was looked at, and what was wrong."""

import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """`violations` are sentences, for whoever has to find out why."""

    invariant: str
    checked: int
    violations: tuple[str, ...]

    def to_json(self) -> str:
        """The line that is printed."""
        return json.dumps({"invariant": self.invariant, "checked": self.checked, "violations": len(self.violations)})


def verdict(invariant: str, checked: int, violations: Iterable[str]) -> Verdict:
    """A verdict from whatever yields violations."""
    return Verdict(invariant, checked, tuple(violations))
