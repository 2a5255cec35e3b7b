"""How far services are behind, from what they say of themselves."""

from typing import Any

from opslayer.lag import lag_of


def status(heads: list[int], applied: dict[str, dict[str, list[int]]], **more: Any) -> dict[str, Any]:
    return {"generation": "g2", "heads": heads, "unsent": 0, "parked": 0, "applied": applied, **more}


def test_a_consumer_is_behind_by_the_lines_it_has_not_applied() -> None:
    tickets = status([5, 9], {}, unsent=4)
    gateway = status([0, 0], {"tickets": {"g2": [5, 2]}}, parked=1)

    assert lag_of({"tickets": tickets, "gateway": gateway}) == {
        "tickets": {"unsent": 4, "behind": {}, "parked": 0},
        "gateway": {"unsent": 0, "behind": {"tickets": 7}, "parked": 1},
    }


def test_a_mark_of_another_generation_counts_for_nothing() -> None:
    lag = lag_of({"tickets": status([5, 9], {}), "gateway": status([], {"tickets": {"g1": [5, 9]}})})

    assert lag["gateway"]["behind"] == {"tickets": 14}


def test_an_owner_that_does_not_answer_is_left_out() -> None:
    assert lag_of({"gateway": status([], {"tickets": {"g2": [5, 2]}})})["gateway"]["behind"] == {}
