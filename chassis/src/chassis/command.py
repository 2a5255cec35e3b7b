"""Defines the context a command runs in and the answer it returns. The commands themselves are in each service."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Context:
    """Everything about a command except its content. Every journal line that the command writes carries this.

    `key` is the Idempotency-Key, prefixed with the id of the account that sent it, because the last line of a command may
    have the system as its actor. `digest` is the digest of the request.
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
    """True when the command may create a thing but must not change an existing one (`If-None-Match: *`, RFC 9110)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a command: the thing's id, its version afterwards (None when it has none), and its state as JSON."""

    id: UUID
    version: int | None
    state: bytes
    created: bool = False


def check_version(expected: int | None, actual: int) -> None:
    """Refuses a command that expects another version than the actual one. None accepts any version."""
    if expected not in (None, actual):
        raise Refusal("http.version_is_another", "stale", expected=expected, actual=actual)
