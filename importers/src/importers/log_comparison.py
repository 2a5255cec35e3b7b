"""Compares an incident log with the owner's journal and the unified view, ticket by ticket. Pure.

The log is read without the importer, so that a defect of the importer is found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]
LogRow = Mapping[str, str]
MEANINGS = {
    "New": "new",
    "Active": "working",
    "Awaiting User Info": "waiting_client",
    "Awaiting Evidence": "waiting_client",
    "Awaiting Vendor": "waiting_third_party",
    "Awaiting Problem": "waiting_third_party",
    "Resolved": "resolved",
    "Closed": "closed",
}


@dataclass(frozen=True, slots=True)
class Update:
    """One update of a ticket: when, by whom, and where the ticket was after it."""

    at: datetime
    by: str
    status: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a ticket, as the owner's journal or the view tells it; `status` and `inferred` only the owner knows."""

    version: int
    type: str
    at: datetime
    by: str
    data: Json
    status: str = field(default="", compare=False)

    @property
    def inferred(self) -> bool:
        """True for what the log left out: it stands in no row."""
        return bool(self.data["imported"]["inferred"])


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one side knows of a ticket: its state now and its events in the order of their versions."""

    state: Json
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between the log, the owner and the view."""

    key: str
    what: str
    expected: str
    found: str


@dataclass(slots=True)
class Comparison:
    """How much was compared, and all differences."""

    tickets: int = 0
    updates: int = 0
    inferred: int = 0
    differences: list[Difference] = field(default_factory=list)


def statuses(states: Sequence[str]) -> Iterator[str]:
    """Where a ticket is after each row; what our states cannot follow leaves it where it is."""
    last_open = max((n for n, state in enumerate(states) if MEANINGS.get(state, "closed") != "closed"), default=-1)
    now = "new"
    for place, state in enumerate(states):
        meant = MEANINGS.get(state, now)
        if meant == "closed" and place < last_open:
            meant = "resolved"  # closed is final here, and this one went on
        elif meant == "new" and now != "new":
            meant = "working" if now == "resolved" else now
        now = meant
        yield now


def compare(log: Mapping[str, Sequence[Update]], owner: Mapping[str, Ticket], view: Mapping[str, Ticket]) -> Comparison:
    """Every ticket of any of the three in all of them, and alike."""
    comparison = Comparison()
    for key in sorted({*log, *owner, *view}):
        missing = [name for name, known in (("log", log), ("owner", owner), ("view", view)) if key not in known]
        if missing:
            comparison.differences.append(Difference(key, "missing", "", ", ".join(missing)))
            continue
        comparison.tickets += 1
        comparison.updates += len(log[key])
        comparison.inferred += sum(event.inferred for event in owner[key].events)
        comparison.differences += _differences(key, log[key], owner[key], view[key])
    return comparison


def _differences(key: str, moments: Sequence[Update], owner: Ticket, view: Ticket) -> Iterator[Difference]:
    own = [Update(event.at, event.by, event.status) for event in owner.events if not event.inferred]
    versions = [event.version for event in owner.events]
    pairs: list[tuple[str, Any, Any]] = [
        ("rows", list(moments), own),
        ("versions", list(range(1, len(versions) + 1)), versions),
        ("version", owner.state["version"], view.state["version"]),
        ("state", owner.state, view.state),
        ("timeline", owner.events, view.events),
    ]
    for what, expected, found in pairs:
        if expected != found:
            yield Difference(key, what, *_where(expected, found))


def _where(expected: Any, found: Any) -> tuple[str, str]:
    """The first place where two lists (or two objects) differ; else both as they are."""
    if isinstance(expected, dict):
        name = next(name for name in {**expected, **found} if expected.get(name) != found.get(name))
        return f"{name}={expected.get(name)}", f"{name}={found.get(name)}"
    if isinstance(expected, list | tuple) and len(expected) == len(found):
        return next((str(a), str(b)) for a, b in zip(expected, found, strict=True) if a != b)
    if isinstance(expected, list | tuple):
        return f"{len(expected)}", f"{len(found)}"
    return str(expected), str(found)
