"""Collects the events of one command, and keeps the process as it is after each of them."""

from dataclasses import dataclass, field
from datetime import datetime

from chassis.domain.event import Event

from processes.domain.evolution import evolve
from processes.domain.facts import anchors_of, facts_of
from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.scenario import Scenario, StepTemplate
from processes.domain.values import Value


@dataclass(slots=True)
class EventRecorder:
    """A process and the events recorded so far. Lives only inside one function call."""

    process: Process
    context: ProcessContext
    events: list[Event] = field(default_factory=list)

    def record(self, event: Event) -> None:
        """Applies the event to the process and keeps it."""
        self.process = evolve(self.process, event)
        self.events.append(event)

    @property
    def scenario(self) -> Scenario:
        return self.context.scenario

    @property
    def now(self) -> datetime:
        return self.context.now

    def facts(self) -> dict[str, Value]:
        return facts_of(self.process, self.scenario)

    def anchors(self, template: StepTemplate) -> dict[str, datetime]:
        return anchors_of(self.process, self.scenario, template)
