"""What the checker looks at after a run: plain values from the databases, the mail folder and the clients' log.

How they are read stands in `gathering.py`; what must hold between them in `invariants/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storm.client_log import ClientLog

SERVICES = ("tickets", "assets", "processes", "notifications", "gateway")
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "tickets": ("processes",),
    "assets": ("processes",),
    "processes": ("tickets", "assets", "notifications"),
    "notifications": ("gateway", "tickets", "processes", "assets"),
    "gateway": SERVICES,
}
"""Consumer -> the owners whose journals it applies."""


@dataclass(frozen=True, slots=True)
class Line:
    """One journal line. `change` is its data without the state, `state` the thing's public state if it carries one."""

    source: str
    shard: int
    seq: int
    id: str
    type: str
    subject: str
    version: int
    client: str
    key: str = ""
    cause: str = ""
    addressee: str = ""
    change: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an owner's own table, or of one that hangs on a thing (`of` is that thing)."""

    table: str
    of: str
    client: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Viewed:
    """A thing as the gateway's view has it."""

    id: str
    kind: str
    client: str
    version: int
    state: Mapping[str, Any]
    next_side: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A line of the ledger of notifications."""

    id: str
    client: str
    event: str
    recipient: str
    channel: str
    state: str
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A line in somebody's inbox."""

    id: str
    client: str
    event: str
    account: str
    code: str
    about: str


@dataclass(slots=True)
class Evidence:
    """Everything about one run."""

    log: ClientLog = field(default_factory=ClientLog)
    journals: dict[str, list[Line]] = field(default_factory=dict)
    heads: dict[str, list[int]] = field(default_factory=dict)
    marks: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    """(consumer, source) -> watermark of each shard, in the source's present generation."""
    rows: dict[str, list[Row]] = field(default_factory=dict)
    things: list[Viewed] = field(default_factory=list)
    timeline: list[tuple[str, int, str, str]] = field(default_factory=list)
    """(subject, version, event id, client) of each event of the view."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """(subject, client) of each link of the view."""
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """(client, kind, side) -> items, as the start page counts them."""
    armed: set[str] = field(default_factory=set)
    """Processes and decisions that have a timer."""
    parked: dict[str, list[str]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    """Message-ID of each mail that arrived."""
    deciders: dict[str, list[str]] = field(default_factory=dict)
    """Client -> accounts that decide for it."""

    def lines(self) -> list[Line]:
        """The lines of all journals."""
        return [line for journal in self.journals.values() for line in journal]

    def last_lines(self) -> dict[str, Line]:
        """Thing -> its last line that carries its state."""
        last: dict[str, Line] = {}
        for line in self.lines():
            if line.state is not None and (line.subject not in last or last[line.subject].version < line.version):
                last[line.subject] = line
        return last
