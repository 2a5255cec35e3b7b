"""Who looks at the screens in these tests, and what they look at: states made by the contracts themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from chassis.texts import Texts
from contracts.tickets.state import Ticket
from contracts.vocabulary import Named, NextMove
from gateway.json_object import Json
from gateway.panel.texts import texts_of
from gateway.panel.viewer import Viewer

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
CLIENT = UUID(int=0xC11)
MakeTicket = Callable[..., Json]


@pytest.fixture
def anna() -> Viewer:
    """Decides for the client."""
    return Viewer(
        id=str(UUID(int=0xA22A)), name="Anna Nowak", side="client", roles=frozenset({"decider"}), language="pl", now=NOW,
        zone=ZoneInfo("Europe/Warsaw"), clients={str(CLIENT): "Młyn"},
    )  # fmt: skip


@pytest.fixture
def jan(anna: Viewer) -> Viewer:
    """Works at the client and decides nothing."""
    return replace(anna, id=str(UUID(int=0xBA11)), name="Jan Nowak", roles=frozenset({"requester"}))


@pytest.fixture
def tomek(anna: Viewer) -> Viewer:
    """A technician of the provider, who reads English and works for two clients."""
    return replace(
        anna, id=str(UUID(int=0x703E)), name="Tomek Technik", side="provider", roles=frozenset({"technician"}), language="en",
        clients={str(CLIENT): "Młyn", str(UUID(int=0xC12)): "Kancelaria"},
    )  # fmt: skip


@pytest.fixture
def polish() -> Texts:
    return texts_of("pl")


@pytest.fixture
def ticket(anna: Viewer) -> MakeTicket:
    """Makes the state of a ticket, with whatever is asked for."""

    def make(**fields: Any) -> Json:
        given = {
            "id": UUID(int=1), "client_id": CLIENT, "version": 3, "number": "T-1", "type": "incident", "title": "Drukarka",
            "status": "new", "priority": "normal", "opened_at": NOW, "reported_by": "Anna Nowak",
            "requester": Named(id=UUID(anna.id), name=anna.name),
        }  # fmt: skip
        return Ticket(**{**given, **fields}).model_dump(mode="json")

    return make


@pytest.fixture
def asks() -> Callable[..., Json]:
    """Makes a next move."""

    def make(side: str, what: str, **fields: Any) -> Json:
        return NextMove(side=side, asks=what, since=NOW, **fields).model_dump(mode="json")

    return make
