"""Makes identifiers of things and events, and computes the shard of a thing.

Ids are UUIDv7 made by the application (law 7). They sort by creation time, so new rows land at one end of an index.
"""

from uuid import UUID, uuid5
from zlib import crc32

from uuid_utils.compat import uuid7

SHARDS = 32
"""Number of shards. It must never change, because existing journals are numbered by it."""


def new_id() -> UUID:
    """Returns a new UUIDv7."""
    return uuid7()


def id_for_key(account: UUID, key: str | None) -> UUID:
    """Returns the id of a new thing that is its own scope. It follows from the key, so a repeated key finds it (UUIDv5)."""
    return new_id() if key is None else uuid5(account, key)


def shard_of(subject: UUID) -> int:
    """Returns the shard of a thing: crc32 of its id modulo 32 (0 to 31). It does not depend on Kafka's partition count."""
    return crc32(subject.bytes) % SHARDS
