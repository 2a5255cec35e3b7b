"""Defines a journal line as it is stored in the table, served by the feed and sent to Kafka. Its data is not interpreted."""

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
    """An event of one thing, with its place in the thing's history and in its shard.

    `version` is the thing's version after the event. `shard` and `seq` are the place in the owner's journal (0 before it is
    written). `data` is JSON: what changed, and under `state` the thing's public state afterwards. `audience` is "provider"
    when the client must never see the line. `addressee` names the service that a request is meant for.
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
    """The parsed data, when reading the line has parsed it already."""

    def content(self) -> Any:
        """Returns the parsed data. It is shared, so the caller must not change it."""
        return orjson.loads(self.data) if self.parsed is None else self.parsed


# CloudEvents attribute name -> field, except `specversion` and `datacontenttype`.
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


def _id(text: str) -> UUID:
    """Parses a UUID in its usual form. This is faster than UUID itself, which accepts other forms too."""
    return UUID(int=int(text.replace("-", ""), 16)) if len(text) == 36 else UUID(text)


# The same clients and people occur again and again, and parsing UUIDs is the most expensive part of reading a line.
_cached_uuid = lru_cache(4096)(UUID)
_READERS: dict[str, Callable[[str], Any]] = {
    "id": _id,
    "subject": _id,
    "client_id": _cached_uuid,
    "actor_id": _cached_uuid,
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
_NAMES = {header: name for name, header in _HEADERS.items()}
_READ_HEADER = {_HEADERS[name]: known for name, known in _READ.items()}

# A writer for each field, because the relay spent more than a third of its time on asking what kind of value one is.
_FIXED_HEADERS = (("ce_specversion", b"1.0"), ("content-type", b"application/json"))
_cached_id: Callable[[Any], bytes] = lru_cache(4096)(lambda value: str(value).encode())
_WRITERS: dict[str, Callable[[Any], bytes]] = {
    "source": lambda value: b"/" + value.encode(),
    "client_id": _cached_id,
    "actor_id": _cached_id,
    **dict.fromkeys(("id", "subject", "correlation_id", "causation_id"), lambda value: str(value).encode()),
    **dict.fromkeys(("version", "shard", "seq"), lambda value: b"%d" % value),
    **dict.fromkeys(("occurred_at", "recorded_at"), lambda value: value.isoformat().encode()),
}
_WRITE_HEADER = tuple((_HEADERS[name], _WRITERS.get(place, str.encode)) for name, place in ATTRIBUTES.items())
_values = attrgetter(*ATTRIBUTES.values())


def from_headers(headers: Iterable[tuple[str, bytes]], data: bytes) -> JournalLine:
    """Returns the line in a Kafka record. Raises ValueError, KeyError or TypeError when it is no journal line."""
    fields: dict[str, Any] = {}
    for name, content in headers:
        known = _READ_HEADER.get(name)
        if known is not None:
            fields[known[0]] = known[1](content.decode())
    return _line(fields, data)


def to_headers(line: JournalLine) -> list[tuple[str, bytes]]:
    """Returns the line's attributes as headers of a Kafka record, in CloudEvents' binary mode."""
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
    """Returns the line in CloudEvents' structured JSON form, as the feed serves it."""
    event: dict[str, Any] = {_NAMES[header]: content.decode() for header, content in to_headers(line)}
    for name in ("version", "shard", "sequence"):
        event[name] = int(event[name])
    event["data"] = orjson.Fragment(line.data)
    return event


def from_cloud_event(event: dict[str, Any]) -> JournalLine:
    """Returns the line in a CloudEvents structured JSON object. Raises the same errors as `from_headers`."""
    given = ((*_READ[name], value) for name, value in event.items() if name in _READ and value is not None)
    fields = {field: read(str(value)) for field, read, value in given}
    return _line(fields, orjson.dumps(event["data"]))
