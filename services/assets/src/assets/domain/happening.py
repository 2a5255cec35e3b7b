"""The one shape of every event here: what happened, which fields of the thing are other ones now, and the details."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis.domain.actor import Actor


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a thing. `what` is the past tense in the public type: `assets.asset.<what>.v1`."""

    what: str
    at: datetime
    by: Actor
    changes: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
