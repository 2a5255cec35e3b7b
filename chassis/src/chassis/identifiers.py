"""Identifiers of things and events, and the shard a thing lives in.

Ids are UUIDv7 made by us (law 7): they sort by time of making, so fresh rows land at one end of an index.
"""

from uuid import UUID, uuid5
from zlib import crc32

from uuid_utils.compat import uuid7

SHARDS = 32
"""Fixed for ever: journals already written are numbered by it."""


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()


def id_for_key(account: UUID, key: str | None) -> UUID:
    """The id of a new thing that is its own scope: a repeated key must find what it made, so it gives the id (UUIDv5)."""
    return new_id() if key is None else uuid5(account, key)


def shard_of(subject: UUID) -> int:
    """The shard of a thing: crc32 of its id, 0..31; independent of Kafka's partition count."""
    return crc32(subject.bytes) % SHARDS
