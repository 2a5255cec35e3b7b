"""What a function of the domain is given beside the process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from chassis.domain.actor import Actor

from processes.domain.scenario import Scenario
from processes.domain.values import Money

NewId: TypeAlias = Callable[[], UUID]
"""Makes a fresh id. Each request gets one, and the journal line that carries the request has the same."""


@dataclass(frozen=True, slots=True)
class ProcessContext:
    """The scenario, who acts, when, where ids come from, and today's prices of the things that are named."""

    scenario: Scenario
    by: Actor
    now: datetime
    new_id: NewId
    prices: Mapping[UUID, Money] = field(default_factory=dict)
