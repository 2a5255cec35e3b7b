"""How often a delivery is tried, and when it is given up. Pure; the jitter is passed in.

Mail waits for its server as long as it takes and gives up only what the server refuses; webhooks follow the schedule of
Standard Webhooks, because the receiver is somebody else's.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

Channel = Literal["mail", "webhook"]
State = Literal["due", "sending", "sent", "failed"]
Result = Literal["sent", "refused", "later", "away", "gone"]

SENDING = timedelta(seconds=30)
"""How long a delivery may stand in `sending`; after that it was a crash and it is sent again, under the same id."""
MAIL_LATER = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800))
AWAY_AT_MOST = timedelta(seconds=60)
WEBHOOK_LATER = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
RETRY_AFTER_AT_MOST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try ended: `refused` is for good, `later` a no for now, `away` nobody there, `gone` never again."""

    result: Result
    answer: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a delivery stands. `tries` counts all, `refusals` those that the other side answered."""

    state: State
    due_at: datetime
    tries: int = 0
    refusals: int = 0
    answer: str = ""


def after(progress: Progress, channel: Channel, outcome: Outcome, now: datetime, jitter: float) -> Progress:
    """Where the delivery stands after a try. `jitter` (0 to 1) spreads repetitions by up to a tenth."""
    told = replace(progress, answer=outcome.answer[:500])
    if outcome.result == "sent":
        return replace(told, state="sent", due_at=now)
    if outcome.result in ("refused", "gone"):
        return replace(told, state="failed", due_at=now, refusals=progress.refusals + 1)
    if outcome.result == "away" and channel == "mail":
        return replace(told, state="due", due_at=now + _spread(_away(progress.tries), jitter))
    return _later(told, channel, outcome, now, jitter)


def _later(progress: Progress, channel: Channel, outcome: Outcome, now: datetime, jitter: float) -> Progress:
    delays = WEBHOOK_LATER if channel == "webhook" else MAIL_LATER
    refusals = progress.refusals + 1
    if refusals > len(delays):
        return replace(progress, state="failed", due_at=now, refusals=refusals)
    delay = _spread(delays[refusals - 1], jitter)
    if outcome.retry_after is not None:
        delay = max(delay, min(outcome.retry_after, RETRY_AFTER_AT_MOST))
    return replace(progress, state="due", due_at=now + delay, refusals=refusals)


def _away(tries: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(tries, 6)), AWAY_AT_MOST)


def _spread(delay: timedelta, jitter: float) -> timedelta:
    return delay * (1 + jitter / 10)
