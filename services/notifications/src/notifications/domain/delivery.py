"""How often a delivery is tried, and when it is given up. Pure; the jitter is passed in.

Mail waits for its server as long as it takes and gives up only what the server refuses; webhooks follow the schedule of
Standard Webhooks, because the receiver is somebody else's.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from json import loads
from typing import Literal
from uuid import UUID

Channel = Literal["mail", "webhook"]
State = Literal["due", "sending", "sent", "failed"]
Result = Literal["sent", "refused", "deferred", "unreachable", "gone"]

CLAIM = timedelta(seconds=30)
"""How long a delivery may stand in `sending`; after that it was a crash and it is sent again, under the same id."""
MAIL_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800))
LONGEST_RECONNECT_DELAY = timedelta(seconds=60)
WEBHOOK_DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)
LONGEST_RETRY_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try ended: `refused` is final, `deferred` a no for now, `unreachable` no answer, `gone` never again."""

    result: Result
    answer: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a delivery has come. `tries` counts all, `refusals` those that the other side answered."""

    state: State
    due_at: datetime
    tries: int = 0
    refusals: int = 0
    answer: str = ""
    refused_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that this process has claimed, to make it. `content` is JSON: an outgoing mail, or a webhook's body."""

    id: UUID
    client_id: UUID
    event_id: UUID
    recipient: str
    channel: Channel
    progress: Progress
    content: str
    content_version: int
    correlation_id: UUID | None
    traceparent: str | None
    version: int = 1

    @property
    def code(self) -> str:
        """The code of the notification or the template; for a webhook, the type of the event."""
        return str(loads(self.content)["code" if self.channel == "mail" else "type"])

    @property
    def tries(self) -> int:
        return self.progress.tries

    @property
    def answer(self) -> str:
        return self.progress.answer


def progress_after(progress: Progress, channel: Channel, outcome: Outcome, now: datetime, jitter: float) -> Progress:
    """How far the delivery has come after a try. `jitter` (0 to 1) spreads repetitions by up to a tenth."""
    answered = replace(progress, answer=outcome.answer[:500])
    if outcome.result == "sent":
        return replace(answered, state="sent", due_at=now)
    if outcome.result == "unreachable" and channel == "mail":
        return replace(answered, state="due", due_at=now + _spread(_reconnect_delay(progress.tries), jitter))
    refused = replace(answered, refusals=progress.refusals + 1, refused_since=progress.refused_since or now)
    if outcome.result in ("refused", "gone"):
        return replace(refused, state="failed", due_at=now)
    return _deferred(refused, channel, outcome, now, jitter)


def _deferred(progress: Progress, channel: Channel, outcome: Outcome, now: datetime, jitter: float) -> Progress:
    delays = WEBHOOK_DELAYS if channel == "webhook" else MAIL_DELAYS
    if progress.refusals > len(delays):
        return replace(progress, state="failed", due_at=now)
    delay = _spread(delays[progress.refusals - 1], jitter)
    if outcome.retry_after is not None:
        delay = max(delay, min(outcome.retry_after, LONGEST_RETRY_AFTER))
    return replace(progress, state="due", due_at=now + delay)


def _reconnect_delay(tries: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(tries, 6)), LONGEST_RECONNECT_DELAY)


def _spread(delay: timedelta, jitter: float) -> timedelta:
    return delay * (1 + jitter / 10)
