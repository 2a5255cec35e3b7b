"""A time in a command can be moved to every zone and counted from: near the ends of the calendar nothing can."""

from datetime import UTC, datetime

import pytest
from contracts.assets.commands import LeavePerson
from contracts.tickets.commands import AskClient, HoldTicket
from contracts.vocabulary import Money
from pydantic import ValidationError


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "1899-12-31T00:00:00Z",
        "2201-01-01T00:00:00Z",
    ],
)  # fmt: skip
def test_a_time_out_of_reach_is_refused(text: str) -> None:
    for body in (lambda: AskClient(question="?", answer_by=text), lambda: HoldTicket(reason="schedule", until=text)):
        with pytest.raises(ValidationError) as refused:
            body()
        assert [error["type"] for error in refused.value.errors()] == ["year"]


@pytest.mark.parametrize("text", ["2026-03-02T10:00:00+02:00", "2026-03-02T08:00:00Z", "2026-03-02T08:00:00"])
def test_a_time_is_kept_in_utc(text: str) -> None:
    asked = AskClient.model_validate({"question": "?", "answer_by": text})

    assert asked.answer_by == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert asked.answer_by.tzinfo == UTC


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01"])
def test_a_day_out_of_reach_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="1900"):
        LeavePerson.model_validate({"last_day": text})


def test_an_amount_fits_where_it_is_kept() -> None:
    with pytest.raises(ValidationError):
        Money(amount=10**30, currency="PLN")
    assert Money(amount=-500, currency="PLN").amount == -500
