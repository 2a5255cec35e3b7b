"""How far each service is behind, from what all of them say of themselves. Pure."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def lag_of(standings: Mapping[str, Json]) -> dict[str, Json]:
    """For each service: lines its relay has not sent, lines of each owner it has not applied, and how much is parked.

    An owner that did not answer is left out: nobody knows how far its journal goes.
    """
    return {
        service: {
            "unsent": standing["unsent"],
            "behind": {
                source: _missing(standings[source], marks)
                for source, marks in sorted(standing["applied"].items())
                if source in standings
            },
            "parked": standing["parked"],
        }
        for service, standing in standings.items()
    }


def _missing(owner: Json, marks: Mapping[str, list[int]]) -> int:
    """Lines of the owner's present generation that are not applied; all of them while none of it is known."""
    heads: list[int] = owner["heads"]
    applied = marks.get(owner["generation"], [0] * len(heads))
    return sum(max(0, head - mark) for head, mark in zip(heads, applied, strict=True))
