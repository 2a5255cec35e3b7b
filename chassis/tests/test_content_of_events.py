"""What an event says is what this release knows."""

from dataclasses import dataclass

import orjson
from chassis.domain.stored import Stored
from chassis.journal.recording import with_state


@dataclass(frozen=True, slots=True)
class Amount(Stored):
    minor: int


def test_fields_of_a_newer_release_stay_out_of_events() -> None:
    data = with_state({"cost": Amount(5, unknown={"rate": 4}), "parts": [Amount(7)]}, b'{"version":1}')

    assert orjson.loads(data) == {"cost": {"minor": 5}, "parts": [{"minor": 7}], "state": {"version": 1}}
