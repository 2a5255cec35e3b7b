"""How what happens to processes and decisions is published. A domain event and its contract event have the same name."""

from typing import Any
from uuid import UUID

import contracts.processes.events as public
from chassis.command import Context
from chassis.domain.event import Event
from chassis.journal.line import JournalLine
from chassis.journal.publication import Publication, Shape, attributes, of_the_same_name
from chassis.journal.recording import make_line
from contracts.processes import state

from processes.domain.decision import Decision
from processes.domain.decision_evolution import DECISION_EVENTS
from processes.domain.events import RequestMade
from processes.domain.evolution import PROCESS_EVENTS
from processes.domain.moves import DECISION_MOVES, PROCESS_MOVES
from processes.domain.process import Process
from processes.domain.scenario import ScenarioTemplate
from processes.events.requests import SHAPES, to_request
from processes.events.scenarios import public_scenario

SOURCE = "processes"


def _content(event: Event, shape: Shape, process: Process) -> dict[str, Any]:
    """A request contains what its addressee reads."""
    if isinstance(event, RequestMade):
        return to_request(event.request, process).model_dump()
    return attributes(event, shape)


def _request_shape(event: RequestMade) -> Shape:
    return SHAPES[event.request.kind]


PROCESSES = Publication[Process](
    SOURCE,
    state.Process,
    of_the_same_name(PROCESS_EVENTS, public) | {RequestMade: _request_shape},
    PROCESS_MOVES,
    content=_content,
)
DECISIONS = Publication[Decision](SOURCE, state.Decision, of_the_same_name(DECISION_EVENTS, public), DECISION_MOVES)


def scenario_line(context: Context, scenario: ScenarioTemplate, thing: UUID, client_id: UUID) -> JournalLine:
    """Returns the line that publishes a version of a scenario: a thing of its own, which never changes."""
    published = public.ScenarioPublished(state=public_scenario(scenario, thing, client_id))
    return make_line(SOURCE, published, thing, 1, context)
