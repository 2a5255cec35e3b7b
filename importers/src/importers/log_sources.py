"""Reads imported tickets from the log, the owner's journal and the view, by their key, for `log_comparison`."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from contracts.vocabulary import WithMoves
from embedded_platform.errors import OperatorError

from importers.gateway_client import Gateway, Json
from importers.incident_values import time_of
from importers.log_comparison import Event, LogRow, Ticket, Update, statuses

Ask = Callable[[str], Any]
"""From a path to what the owner's feed answers."""
SHARDS, PAGE = 32, 5000
UNNAMED = ("", "?")
SOURCE = "servicenow"
"""Who acted, where the log does not say."""
RIGHTS = frozenset({*WithMoves.model_fields, "allowed"})
"""Who may do what next: the owner says it for everybody, the view for its reader, so these are not compared."""


def updates_of_log(path: Path, zone: tzinfo) -> dict[str, list[Update]]:
    """The updates of each incident, in the order the source numbered them."""
    incidents: dict[str, list[LogRow]] = defaultdict(list)
    for row in csv.DictReader(_text(path).splitlines()):
        incidents[row["number"]].append(row)
    return {number: list(_updates(path, rows, zone)) for number, rows in incidents.items()}


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")


def _updates(path: Path, rows: list[LogRow], zone: tzinfo) -> Iterator[Update]:
    rows = sorted(rows, key=lambda row: int(row["sys_mod_count"]))
    for row, status in zip(rows, statuses([row["incident_state"] for row in rows]), strict=True):
        at, by = time_of(row["sys_updated_at"], zone), row["sys_updated_by"]
        if at is None:
            raise OperatorError(f"{path}: {row['number']} has a row without a time; only complete logs can be checked.")
        yield Update(at, SOURCE if by in UNNAMED else by, status)


def tickets_of_owner(ask: Ask, client: str) -> dict[str, Ticket]:
    """The client's imported tickets as the owner's journal has them, by the source's key."""
    states: dict[str, Json] = {}
    events: dict[str, list[Event]] = defaultdict(list)
    for line in _lines(ask):
        data = line["data"]
        if line["clientid"] != client or "imported" not in data:
            continue
        states[line["subject"]] = state = data.pop("state")
        at, by = datetime.fromisoformat(line["time"]), line["actorname"]
        events[line["subject"]].append(Event(line["version"], line["type"], at, by, data, state["status"]))
    return _by_key(states.values(), events)


def _lines(ask: Ask) -> Iterator[Json]:
    for shard in range(SHARDS):
        after = 0
        while items := ask(f"/journal?shard={shard}&after={after}&limit={PAGE}")["items"]:
            yield from items
            after = items[-1]["sequence"]


def tickets_of_view(gateway: Gateway, client: str) -> dict[str, Ticket]:
    """The client's imported tickets as the unified view has them, by the source's key."""
    events: dict[str, list[Event]] = defaultdict(list)
    for event in gateway.all("/api/timeline", client=client):
        if "imported" in event["data"]:
            at = datetime.fromisoformat(event["at"])
            events[event["id"]].append(Event(event["version"], event["type"], at, event["by"], event["data"]))
    return _by_key(gateway.all("/api/tickets", client=client), events)


def _by_key(states: Iterable[Json], events: dict[str, list[Event]]) -> dict[str, Ticket]:
    found: dict[str, Ticket] = {}
    for state in states:
        if state.get("imported"):
            history = sorted(events[state["id"]], key=lambda event: event.version)
            key = state["imported"]["key"]
            if key in found:
                raise OperatorError(f"{key} is there as two tickets: {found[key].state['id']} and {state['id']}.")
            shown = {name: value for name, value in state.items() if name not in RIGHTS}
            found[key] = Ticket(shown, tuple(history))
    return found
