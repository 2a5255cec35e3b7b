"""The schedule of repetitions, as pure functions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from notifications.domain.delivery import (
    MAIL_DELAYS,
    WEBHOOK_DELAYS,
    Channel,
    Outcome,
    Progress,
    Result,
    progress_after,
)

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
RESULTS: tuple[Result, ...] = ("sent", "refused", "deferred", "unreachable", "gone")
CHANNELS: tuple[Channel, ...] = ("mail", "webhook")


def taken(tries: int = 1, refusals: int = 0) -> Progress:
    return Progress("sending", NOW, tries, refusals)


@pytest.mark.parametrize(("channel", "delays"), [("mail", MAIL_DELAYS), ("webhook", WEBHOOK_DELAYS)])
def test_a_no_for_now_is_repeated_by_the_schedule_and_then_given_up(
    channel: Channel, delays: tuple[timedelta, ...]
) -> None:
    progress, waited = taken(), []
    while (progress := progress_after(progress, channel, Outcome("deferred"), NOW, 0.0)).state == "due":
        waited.append(progress.due_at - NOW)

    assert tuple(waited) == delays
    assert progress.state == "failed"


@given(tries=some.integers(1, 100_000), jitter=some.floats(0, 1))
def test_mail_waits_for_its_server_without_end_and_never_long(tries: int, jitter: float) -> None:
    progress = progress_after(taken(tries), "mail", Outcome("unreachable"), NOW, jitter)

    assert progress.state == "due"
    assert timedelta(seconds=1) <= progress.due_at - NOW <= timedelta(seconds=67)


@given(channel=some.sampled_from(CHANNELS), result=some.sampled_from(RESULTS), refusals=some.integers(0, 20))
def test_a_try_always_ends_somewhere_and_never_in_sending(channel: Channel, result: Result, refusals: int) -> None:
    progress = progress_after(taken(refusals=refusals), channel, Outcome(result), NOW, 0.5)

    assert progress.state in ("due", "sent", "failed")
    assert progress.due_at >= NOW


def test_a_receiver_cannot_ask_for_more_than_a_day() -> None:
    progress = progress_after(taken(), "webhook", Outcome("deferred", retry_after=timedelta(days=400)), NOW, 0.0)

    assert progress.due_at == NOW + timedelta(days=1)
