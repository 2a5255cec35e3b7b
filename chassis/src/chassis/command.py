"""A command as everything behind the door sees it: under which circumstances it runs, and what it answers."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Context:
    """Everything about a command that is not its content; every journal line it causes carries this.

    `key` and `digest` are the Idempotency-Key (behind the account that gave it: the last line of a command may be the
    system's) and the digest of the request it came with.
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
    only_new: bool = False
    """The command is to make something, and to change nothing that is there (`If-None-Match: *`, RFC 9110)."""

    def caused_by(self, event_id: UUID) -> "Context":
        """The same circumstances, one step further down the chain of causes."""
        return replace(self, causation_id=event_id)

    def without_key(self) -> "Context":
        """For work that may be done again and again: what it writes is not the answer to a command."""
        return replace(self, key=None, digest=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers: the thing it was about, its version afterwards (None: it has none), and its state as JSON."""

    id: UUID
    version: int | None
    state: bytes
    created: bool = False


def check_version(expected: int | None, actual: int) -> None:
    """Refuses what was asked of another version of the thing than there is; None asks of any."""
    if expected not in (None, actual):
        raise Refusal("http.version_is_another", "stale", expected=expected, actual=actual)
