"""Under which circumstances a command runs: who, when, why, and with which key it may be repeated."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.actor import Actor


@dataclass(frozen=True, slots=True)
class Context:
    """Everything about a command that is not its content; every journal line it causes carries this.

    `key` and `digest` are the Idempotency-Key (behind the account that gave it: the last line of a command may be the
    system's) and the SHA-256 of the request it came with.
    """

    actor: Actor
    client_id: UUID
    now: datetime
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    traceparent: str | None = None
    key: str | None = None
    digest: str | None = None
    expected_version: int | None = None

    def caused_by(self, event_id: UUID) -> "Context":
        """The same circumstances, one step further down the chain of causes."""
        return replace(self, causation_id=event_id)
