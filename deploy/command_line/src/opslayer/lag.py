"""The lag of each service, computed from the statuses of all of them. Pure."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def lag_of(statuses: Mapping[str, Json]) -> dict[str, Json]:
    """For each service: lines its relay has not sent, lines of each owner it has not applied, and how much is parked.

    An owner that did not answer is left out: nobody knows how far its journal goes.
    """
    return {
        service: {
            "unsent": status["unsent"],
            "behind": {
                source: _missing(statuses[source], marks)
                for source, marks in sorted(status["applied"].items())
                if source in statuses
            },
            "parked": status["parked"],
        }
        for service, status in statuses.items()
    }


def _missing(owner: Json, marks: Mapping[str, list[int]]) -> int:
    """Lines of the owner's present generation that are not applied; all of them while none of it is known."""
    heads: list[int] = owner["heads"]
    applied = marks.get(owner["generation"], [0] * len(heads))
    return sum(max(0, head - mark) for head, mark in zip(heads, applied, strict=True))
