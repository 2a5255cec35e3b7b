"""A client: a company whose IT the provider looks after."""

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.domain.event import Event
from chassis.domain.stored import Stored


@dataclass(frozen=True, slots=True)
class Client(Stored):
    """A client. Its own row belongs to it: `client_id` is its id."""

    id: UUID
    client_id: UUID
    name: str
    language: str
    currency: str
    time_zone: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class ClientRegistered(Event):
    """A company joined."""

    client: Client


def evolve_client(client: Client | None, event: ClientRegistered) -> Client:
    """Returns the client after the event."""
    assert client is None, "a client is registered once"
    return replace(event.client, version=1)
