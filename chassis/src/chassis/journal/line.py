"""One line of a journal, as it stands in the table, in the feed and on Kafka. It does not know what the data means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal
from uuid import UUID

import orjson

Audience = Literal["all", "provider"]


@dataclass(frozen=True, slots=True)
class JournalLine:
    """Something that happened to one thing, with its place in the thing's history and in its shard.

    `version` is the thing's own number after the event; `shard`/`seq` its place in the owner's journal (0 before it is
    written); `data` is JSON: what changed, and under `state` the thing's public state afterwards. `audience` is
    "provider" for what the client must never be shown. `addressee` names the service a request is meant for.
    """

    source: str
    type: str
    id: UUID
    subject: UUID
    version: int
    client_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    actor_side: str
    actor_name: str
    actor_id: UUID | None
    data: bytes
    audience: Audience = "all"
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    addressee: str | None = None
    traceparent: str | None = None
    command_key: str | None = None
    command_digest: str | None = None
    generation: str = ""
    shard: int = 0
    seq: int = 0
    parsed: Any = field(default=None, compare=False, repr=False)
    """The data, parsed, where reading the line took that already."""

    def content(self) -> Any:
        """The data, parsed. It is shared: nobody may change it."""
        return orjson.loads(self.data) if self.parsed is None else self.parsed


# CloudEvents attribute name -> field, for those that are neither `specversion` nor `datacontenttype`.
ATTRIBUTES: dict[str, str] = {
    "id": "id",
    "source": "source",
    "type": "type",
    "subject": "subject",
    "time": "occurred_at",
    "recordedat": "recorded_at",
    "version": "version",
    "clientid": "client_id",
    "actorid": "actor_id",
    "actorname": "actor_name",
    "actorside": "actor_side",
    "audience": "audience",
    "correlationid": "correlation_id",
    "causationid": "causation_id",
    "addressee": "addressee",
    "traceparent": "traceparent",
    "generation": "generation",
    "shard": "shard",
    "sequence": "seq",
}
_TIMES = frozenset({"occurred_at", "recorded_at"})


def _id(text: str) -> UUID:
    """What UUID itself makes of the text as we write it, without looking for the other ways to write one."""
    return UUID(int=int(text.replace("-", ""), 16)) if len(text) == 36 else UUID(text)


# Clients and people come again and again; taking a UUID apart is what costs most in reading a line.
_familiar = lru_cache(4096)(UUID)
_READERS: dict[str, Callable[[str], Any]] = {
    "id": _id,
    "subject": _id,
    "client_id": _familiar,
    "actor_id": _familiar,
    "correlation_id": _id,
    "causation_id": _id,
    "version": int,
    "shard": int,
    "seq": int,
    "occurred_at": datetime.fromisoformat,
    "recorded_at": datetime.fromisoformat,
}
_READ = {name: (place, _READERS.get(place, str)) for name, place in ATTRIBUTES.items()}
_HEADERS = {"datacontenttype": "content-type"} | {name: f"ce_{name}" for name in ("specversion", *ATTRIBUTES)}
_READ_HEADER = {_HEADERS[name]: known for name, known in _READ.items()}

# The same as `to_attributes`, encoded, and quick: the relay spent more than a third of its time on it.
_FIXED_HEADERS = (("ce_specversion", b"1.0"), ("content-type", b"application/json"))
_familiar_id: Callable[[Any], bytes] = lru_cache(4096)(lambda value: str(value).encode())
_WRITERS: dict[str, Callable[[Any], bytes]] = {
    "source": lambda value: b"/" + value.encode(),
    "client_id": _familiar_id,
    "actor_id": _familiar_id,
    **dict.fromkeys(("id", "subject", "correlation_id", "causation_id"), lambda value: str(value).encode()),
    **dict.fromkeys(("version", "shard", "seq"), lambda value: b"%d" % value),
    **dict.fromkeys(_TIMES, lambda value: value.isoformat().encode()),
}
_WRITE_HEADER = tuple((_HEADERS[name], _WRITERS.get(place, str.encode)) for name, place in ATTRIBUTES.items())
_values = attrgetter(*ATTRIBUTES.values())


def to_attributes(line: JournalLine) -> list[tuple[str, str]]:
    """The line as CloudEvents attributes (text), without those that are empty."""
    pairs = [("specversion", "1.0"), ("datacontenttype", "application/json")]
    for name, place in ATTRIBUTES.items():
        value = getattr(line, place)
        if value is None:
            continue
        if place == "source":
            value = "/" + value
        pairs.append((name, value.isoformat() if place in _TIMES else str(value)))
    return pairs


def from_attributes(pairs: Iterable[tuple[str, str]], data: bytes) -> JournalLine:
    """The line behind CloudEvents attributes; raises ValueError, KeyError or TypeError when they are not one of ours."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        known = _READ.get(name)
        if known is not None:
            fields[known[0]] = known[1](value)
    return _line(fields, data)


def from_headers(headers: Iterable[tuple[str, bytes]], data: bytes) -> JournalLine:
    """The line behind CloudEvents attributes as they stand in the headers of a Kafka record; raises as `from_attributes`."""
    fields: dict[str, Any] = {}
    for name, content in headers:
        known = _READ_HEADER.get(name)
        if known is not None:
            fields[known[0]] = known[1](content.decode())
    return _line(fields, data)


def to_headers(line: JournalLine) -> list[tuple[str, bytes]]:
    """The line's attributes as headers of a Kafka record, in CloudEvents' binary mode."""
    headers = [*_FIXED_HEADERS]
    for (name, write), value in zip(_WRITE_HEADER, _values(line), strict=True):
        if value is not None:
            headers.append((name, write(value)))
    return headers


def _line(fields: dict[str, Any], data: bytes) -> JournalLine:
    fields["source"] = fields["source"].removeprefix("/")
    fields.setdefault("actor_id", None)
    content = orjson.loads(data)
    if not isinstance(content, dict):
        raise ValueError("the data of an event is an object")
    return JournalLine(data=data, parsed=content, **fields)


def to_cloud_event(line: JournalLine) -> dict[str, Any]:
    """The line in CloudEvents' structured JSON form, as the feed gives it."""
    event: dict[str, Any] = dict(to_attributes(line))
    for name in ("version", "shard", "sequence"):
        event[name] = int(event[name])
    event["data"] = orjson.Fragment(line.data)
    return event


def from_cloud_event(event: dict[str, Any]) -> JournalLine:
    """The line behind a CloudEvents structured JSON object."""
    attributes = ((name, str(value)) for name, value in event.items() if name in ATTRIBUTES and value is not None)
    return from_attributes(attributes, orjson.dumps(event["data"]))
