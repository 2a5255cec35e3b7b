"""What a command is given beside the process, and the collecting of the events that follow from one another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from chassis.domain.actor import SYSTEM, Actor

from processes.domain.events import Event
from processes.domain.evolution import evolve
from processes.domain.facts import facts_of
from processes.domain.process import Process
from processes.domain.scenario import Scenario
from processes.domain.values import Money, Value

Identifiers: TypeAlias = Callable[[], UUID]
"""Where fresh ids come from; each request gets one, and the journal line that carries it must have the same."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """By which scenario, by whom, when, where ids come from, and what the things that are named cost today."""

    scenario: Scenario
    by: Actor
    now: datetime
    ids: Identifiers
    prices: Mapping[UUID, Money] = field(default_factory=dict)

    @property
    def by_system(self) -> "Occasion":
        """What follows by itself is done by the system, whoever set it off."""
        return replace(self, by=SYSTEM)


@dataclass(slots=True)
class Unfolding:
    """A process on its way from one event to the next. Lives only inside one function call."""

    process: Process
    occasion: Occasion
    events: list[Event] = field(default_factory=list)

    def add(self, event: Event) -> None:
        self.process = evolve(self.process, event)
        self.events.append(event)

    @property
    def scenario(self) -> Scenario:
        return self.occasion.scenario

    @property
    def now(self) -> datetime:
        return self.occasion.now

    def facts(self) -> dict[str, Value]:
        return facts_of(self.process, self.scenario)
