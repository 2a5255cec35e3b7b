"""Everything the contracts hold, by owner; what generates the reference and guards compatibility begins here."""

import importlib
from collections.abc import Iterator

from contracts.envelope import Event, Request

OWNERS = ("tickets", "assets", "processes", "notifications", "gateway")
"""The services that publish events."""


def events_of(owner: str) -> tuple[type[Event], ...]:
    """The facts an owner publishes."""
    found: tuple[type[Event], ...] = importlib.import_module(f"contracts.{owner}.events").EVENTS
    return found


def requests_to(owner: str) -> tuple[type[Request], ...]:
    """What may be asked of an owner over the bus."""
    try:
        module = importlib.import_module(f"contracts.{owner}.requests")
    except ModuleNotFoundError:
        return ()
    found: tuple[type[Request], ...] = module.REQUESTS
    return found


def published_by(owner: str) -> tuple[type[Event], ...]:
    """Everything that stands in an owner's journal: its facts, and what it asks of others."""
    asked = tuple(request for other in OWNERS for request in requests_to(other) if request.TYPE.startswith(owner + "."))
    return (*events_of(owner), *asked)


def all_published() -> Iterator[tuple[str, type[Event]]]:
    """(owner, event) of everything there is."""
    for owner in OWNERS:
        for event in published_by(owner):
            yield owner, event
