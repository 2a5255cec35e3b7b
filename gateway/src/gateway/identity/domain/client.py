"""A client: a company whose IT the provider looks after."""

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.domain.event import Event
from chassis.domain.refusal import Refusal
from chassis.domain.stored import Stored

from calendars import countries


@dataclass(frozen=True, slots=True)
class Client(Stored):
    """A client. Its own row belongs to it: `client_id` is its id."""

    id: UUID
    client_id: UUID
    name: str
    language: str
    currency: str
    time_zone: str
    country: str = "PL"
    region: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class ClientRegistered(Event):
    """A company joined."""

    client: Client


@dataclass(frozen=True, slots=True)
class ClientChanged(Event):
    """Some of these changed; those that are None stayed. Country and region are always told."""

    country: str
    region: str | None
    name: str | None = None
    language: str | None = None
    currency: str | None = None
    time_zone: str | None = None


_CHANGEABLE = ("name", "language", "currency", "time_zone")


def evolve_client(client: Client | None, event: ClientRegistered | ClientChanged) -> Client:
    """Returns the client after the event."""
    if isinstance(event, ClientRegistered):
        return replace(event.client, version=1)
    assert client is not None, "nothing happens to a client before it was registered"
    changed = {name: getattr(event, name) for name in _CHANGEABLE if getattr(event, name) is not None}
    return replace(client, version=client.version + 1, country=event.country, region=event.region, **changed)


def check_country(country: str, region: str | None) -> None:
    """Refuses a country or a region whose public holidays are not known."""
    regions = countries().get(country)
    if regions is None:
        raise Refusal("gateway.country_unknown", "invalid", country=country, fields={"country": "choice"})
    if region is not None and region not in regions:
        known = ", ".join(regions)
        facts = {"country": country, "region": region, "known": known, "fields": {"region": "choice"}}
        raise Refusal("gateway.region_unknown", "invalid", **facts)
