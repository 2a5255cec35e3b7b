"""Hand-over records in PostgreSQL."""

from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec

from assets.domain.evolution import evolve_handover
from assets.domain.handover import Handover
from assets.events import HANDOVERS as PUBLICATION
from assets.storage.tables import handover

HANDOVERS = Repository(handover, StateCodec(Handover), PUBLICATION, evolve_handover, "assets.not_found")
