"""How what happens to each kind of thing is published. A domain event and its contract event have the same name."""

import contracts.assets.events as public
from chassis.journal.publication import Publication, of_the_same_name
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


ASSETS = Publication[Asset](SOURCE, state.Asset, of_the_same_name(ASSET_EVENTS, public), ASSET_MOVES)
PEOPLE = Publication[Person](SOURCE, state.Person, of_the_same_name(PERSON_EVENTS, public), PERSON_MOVES)
MODELS = Publication[Model](
    SOURCE, state.Model, of_the_same_name((events.ModelRegistered, events.ModelChanged), public)
)
HANDOVERS = Publication[Handover](
    SOURCE,
    state.Handover,
    of_the_same_name((events.HandoverRecorded, events.HandoverAccepted), public),
    HANDOVER_MOVES,
)
