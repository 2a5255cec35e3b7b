"""What a person, a model or a hand-over is after an event. Every event grows the version by one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from assets.domain import events
from assets.domain.handover import Handover
from assets.domain.model import Model
from assets.domain.person import Person
from assets.domain.values import Named, NextMove

Changes = dict[str, Any]


def evolve_person(person: Person | None, event: events.Remarked) -> Person:
    """The person after the event."""
    before: Person = person or event.person  # type: ignore[attr-defined]
    changes = {} if event.already else PERSON_EVENTS[type(event)](event)
    return replace(before, **changes, version=before.version + 1)


PERSON_EVENTS: Mapping[type[events.Remarked], Callable[[Any], Changes]] = {
    events.PersonRegistered: lambda _: {},
    events.PersonChanged: lambda event: dict(event.facts),
    events.PersonActivated: lambda _: {"status": "active"},
    events.PersonDeactivated: lambda _: {"status": "joining"},
    events.PersonLeaving: lambda event: {
        "status": "leaving", "last_day": event.last_day, "leaving_by": event.process_id
    },
    events.PersonStays: lambda _: {"status": "active", "last_day": None, "leaving_by": None},
    events.PersonGaveBack: lambda _: {},
    events.PersonLeft: lambda event: {"status": "left", "last_day": event.last_day},
    events.PersonWithdrawn: lambda _: {"status": "withdrawn"},
}  # fmt: skip


def evolve_model(model: Model | None, event: events.ModelRegistered | events.ModelChanged) -> Model:
    """The model after the event."""
    if isinstance(event, events.ModelRegistered):
        return replace(event.model, version=1)
    assert model is not None, "a model is registered before it is changed"
    return replace(model, **event.facts, version=model.version + 1)


def evolve_handover(handover: Handover | None, event: events.HandoverRecorded | events.HandoverAccepted) -> Handover:
    """The record after the event. Who got something is asked to say so.

    Who had it before it was registered is a fact that whoever registers it vouches for: nobody is asked.
    """
    accepted: Changes = {"accepted_at": event.at, "accepted_by": event.by.name, "next_move": None}
    if isinstance(event, events.HandoverAccepted):
        assert handover is not None, "a hand-over is recorded before it is accepted"
        return replace(handover, **accepted, version=handover.version + 1)
    record = replace(event.handover, version=1)
    to = record.to_holder
    if record.established:
        return replace(record, **accepted)
    if to is None or to.kind != "person" or to.id is None:
        return record
    return replace(record, next_move=NextMove("client", "accept", event.at, person=Named(to.id, to.name)))
