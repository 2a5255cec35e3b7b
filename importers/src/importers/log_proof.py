"""Whether the product holds what an incident log says: rows, owner's journal and unified view side by side. Pure.

The log is read here without the importer, so that a fault of the importer cannot hide itself.
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
class Moment:
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
    """Something that is not as it should be."""

    key: str
    what: str
    expected: str
    found: str


@dataclass(slots=True)
class Proof:
    """How much was compared, and every difference."""

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


def compare(log: Mapping[str, Sequence[Moment]], owner: Mapping[str, Ticket], view: Mapping[str, Ticket]) -> Proof:
    """Every ticket of any of the three in all of them, and alike."""
    proof = Proof()
    for key in sorted({*log, *owner, *view}):
        missing = [name for name, known in (("log", log), ("owner", owner), ("view", view)) if key not in known]
        if missing:
            proof.differences.append(Difference(key, "missing", "", ", ".join(missing)))
            continue
        proof.tickets += 1
        proof.updates += len(log[key])
        proof.inferred += sum(event.inferred for event in owner[key].events)
        proof.differences += _differences(key, log[key], owner[key], view[key])
    return proof


def _differences(key: str, moments: Sequence[Moment], owner: Ticket, view: Ticket) -> Iterator[Difference]:
    own = [Moment(event.at, event.by, event.status) for event in owner.events if not event.inferred]
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
