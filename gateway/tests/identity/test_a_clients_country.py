"""The country and region of a client: which are known, and how they change together."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from chassis.domain.actor import SYSTEM
from chassis.domain.refusal import Refusal
from gateway.identity.domain.client import Client, ClientChanged, check_country, evolve_client

MILL = Client(UUID(int=1), UUID(int=1), "Młyn", "pl", "PLN", "Europe/Warsaw", "DE", "BY", version=4)
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(("country", "region"), [("PL", None), ("DE", "BY"), ("GB", None), ("GB", "ENG")])
def test_a_country_with_known_holidays_is_accepted(country: str, region: str | None) -> None:
    check_country(country, region)


@pytest.mark.parametrize(
    ("country", "region", "code", "field"),
    [
        ("XX", None, "gateway.country_unknown", "country"),
        ("UK", None, "gateway.country_unknown", "country"),
        ("DE", "by", "gateway.region_unknown", "region"),
        ("PL", "BY", "gateway.region_unknown", "region"),
    ],
)
def test_others_are_refused(country: str, region: str | None, code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_country(country, region)

    assert (refused.value.code, refused.value.kind) == (code, "invalid")
    assert refused.value.facts["fields"] == {field: "choice"}


def test_a_change_keeps_what_is_not_named() -> None:
    changed = evolve_client(MILL, ClientChanged(NOW, SYSTEM, "AT", None, time_zone="Europe/Vienna"))

    assert (changed.country, changed.region, changed.time_zone) == ("AT", None, "Europe/Vienna")
    assert (changed.name, changed.currency, changed.version) == ("Młyn", "PLN", 5)
