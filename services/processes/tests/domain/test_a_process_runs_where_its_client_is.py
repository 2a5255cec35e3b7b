"""Days are those of the client's calendar, amounts are in the client's currency."""

from datetime import UTC, datetime
from typing import Any

import pytest
from chassis.domain.refusal import Refusal
from processes.domain.due import Offset, anchor_of_date, shift
from processes.domain.preview import preview
from processes.domain.values import Money

from calendars import office_hours

POLAND, NEW_YORK = office_hours(), office_hours("America/New_York", "US")
THURSDAY = datetime(2026, 4, 2, 9, tzinfo=UTC)


def test_a_public_holiday_is_no_business_day() -> None:
    # Easter Monday of 2026 is on 6 April, and Good Friday is a working day in Poland.
    assert shift(THURSDAY, Offset(2), POLAND) == datetime(2026, 4, 7, 9, tzinfo=UTC)
    assert shift(THURSDAY, Offset(2), NEW_YORK) == datetime(2026, 4, 6, 9, tzinfo=UTC)


def test_a_named_day_ends_when_the_client_closes() -> None:
    assert anchor_of_date("2026-03-30", POLAND) == datetime(2026, 3, 30, 15, tzinfo=UTC)
    assert anchor_of_date("2026-03-27", POLAND) == datetime(2026, 3, 27, 16, tzinfo=UTC), "before clocks went forward"
    assert anchor_of_date("2026-03-30", NEW_YORK) == datetime(2026, 3, 30, 21, tzinfo=UTC)


def test_everything_is_ready_on_a_day_of_the_client(catalogue: Any, forms: Any) -> None:
    late_on_wednesday = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    form = {**forms["user_request"]}
    found = [
        preview(catalogue.get("user_request").for_client("PLN", calendar), form, late_on_wednesday).ready_on
        for calendar in (POLAND, NEW_YORK)
    ]

    assert (found[0] - found[1]).days == 1, "it is Thursday in Warsaw already"


def test_costs_are_in_the_clients_currency(catalogue: Any, forms: Any) -> None:
    costs = [
        preview(catalogue.get("onboarding").for_client(currency, POLAND), forms["onboarding"], THURSDAY).cost
        for currency in ("PLN", "EUR")
    ]

    assert costs == [Money(520_000 + 110_000, "PLN"), Money(122_000 + 26_000, "EUR")]


def test_without_a_price_list_in_its_currency_a_client_is_told_so(catalogue: Any, forms: Any) -> None:
    in_dollars = catalogue.get("onboarding").for_client("USD", NEW_YORK)
    with pytest.raises(Refusal) as refused:
        preview(in_dollars, forms["onboarding"], THURSDAY)

    assert (refused.value.code, refused.value.facts["currency"]) == ("processes.prices_missing", "USD")
    free = preview(catalogue.get("user_request").for_client("USD", NEW_YORK), forms["user_request"], THURSDAY)
    assert free.cost == Money(0, "USD")
