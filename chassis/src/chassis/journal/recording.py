"""Makes journal lines from contract events and the context of a command."""

from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson

from chassis import telemetry
from chassis.command import Context
from chassis.domain.actor import Actor
from chassis.domain.stored import UNKNOWN
from chassis.identifiers import new_id
from chassis.journal.line import Audience, JournalLine


class Publishable(Protocol):
    """The parts of a contract event that the chassis needs: its type, its audience and its JSON."""

    @property
    def TYPE(self) -> str: ...  # noqa: N802 - a constant of the class

    @property
    def AUDIENCE(self) -> str: ...  # noqa: N802

    def to_bytes(self) -> bytes: ...


def make_line(
    source: str,
    event: Publishable,
    subject: UUID,
    version: int,
    context: Context,
    *,
    data: bytes | None = None,
    by: Actor | None = None,
    at: datetime | None = None,
    event_id: UUID | None = None,
) -> JournalLine:
    """Returns one line. `by`, `at` and `event_id` are the event's own where it has them, `data` is existing JSON.

    A line without them has the command's actor, its time, and a new id.
    """
    actor = by or context.actor
    audience: Audience = "provider" if event.AUDIENCE == "provider" else "all"
    return JournalLine(
        source=source,
        type=event.TYPE,
        id=event_id or new_id(),
        subject=subject,
        version=version,
        client_id=context.client_id,
        occurred_at=at or context.now,
        recorded_at=context.now,
        actor_side=actor.side,
        actor_name=actor.name,
        actor_id=actor.id,
        data=event.to_bytes() if data is None else data,
        audience=audience,
        correlation_id=context.correlation_id,
        causation_id=context.causation_id,
        addressee=getattr(event, "ADDRESSEE", None),
        traceparent=telemetry.current_traceparent() or context.traceparent,
    )


def with_state(change: dict[str, Any], state: bytes) -> bytes:
    """Returns an event's data: what changed, and beside it the thing's public state, which is JSON already."""
    content = {**change, "state": orjson.Fragment(state)}
    return orjson.dumps(content, default=_known_fields, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _known_fields(value: Any) -> dict[str, Any]:
    """Returns the fields of a domain value in an event, without those that only a newer release knows."""
    if not is_dataclass(value):
        raise TypeError(type(value))
    return {one.name: getattr(value, one.name) for one in fields(value) if one.name != UNKNOWN}


def with_key(line: JournalLine, context: Context) -> JournalLine:
    """Returns the last line of a command with the command's key, so that a repetition finds its answer."""
    return replace(line, command_key=context.key, command_digest=context.digest) if context.key else line
