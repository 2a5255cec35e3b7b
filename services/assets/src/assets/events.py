"""How what happens to each kind of thing is published. A domain event and its contract event have the same name."""

from collections.abc import Iterable, Mapping
from typing import Any

import contracts.assets.events as public
from chassis.domain.event import Event
from chassis.journal.publication import Publication
from contracts.assets import state

from assets.domain import events
from assets.domain.asset import Asset
from assets.domain.asset_evolution import ASSET_EVENTS
from assets.domain.evolution import PERSON_EVENTS
from assets.domain.handover import Handover
from assets.domain.model import Model
from assets.domain.moves import ASSET_MOVES, HANDOVER_MOVES, PERSON_MOVES
from assets.domain.person import Person

SOURCE = "assets"


def _of_the_same_name(kinds: Iterable[type[Event]]) -> Mapping[type[Event], type[Any]]:
    return {kind: getattr(public, kind.__name__) for kind in kinds}


ASSETS = Publication[Asset](SOURCE, state.Asset, _of_the_same_name(ASSET_EVENTS), ASSET_MOVES)
PEOPLE = Publication[Person](SOURCE, state.Person, _of_the_same_name(PERSON_EVENTS), PERSON_MOVES)
MODELS = Publication[Model](SOURCE, state.Model, _of_the_same_name((events.ModelRegistered, events.ModelChanged)))
HANDOVERS = Publication[Handover](
    SOURCE,
    state.Handover,
    _of_the_same_name((events.HandoverRecorded, events.HandoverAccepted)),
    HANDOVER_MOVES,
)
