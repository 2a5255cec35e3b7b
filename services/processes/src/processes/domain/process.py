"""What a process and its steps are. What happens to them stands in `events.py` and `evolution.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis.domain.actor import Side
from chassis.domain.stored import Stored

from processes.domain.scenario import StepKind
from processes.domain.values import Content, Language, Money, Reference, Text, Value

Status = Literal[
    "draft",
    "awaiting_decision",
    "scheduled",
    "running",
    "completed",
    "completed_with_exceptions",
    "cancelled",
    "failed",
]
Phase = Literal["on_track", "at_risk", "blocked", "compensating", "compensated"]
StepState = Literal["pending", "ready", "in_progress", "waiting", "done", "failed", "skipped", "compensated"]
UndoState = Literal["unknown", "none", "asked", "withdrawing", "unclear", "done", "refused"]
"""`unclear`: the withdrawal of a task was refused, so only the task's own answer says how it ended."""

OVER: frozenset[str] = frozenset({"done", "skipped", "compensated"})
OPEN_STATES: frozenset[str] = frozenset({"ready", "in_progress", "waiting"})
UNDO_FINISHED: frozenset[str] = frozenset({"none", "done", "refused"})


@dataclass(frozen=True, slots=True)
class NextMove(Stored):
    """Whose move it is: one side, and the account, person, team or role of it; what is asked, and by when.

    `texts` says what is asked where a scenario asks it, `question` in the words of the person who asked.
    """

    side: Side
    asks: str
    since: datetime
    step: str | None = None
    account: Reference | None = None
    person: Reference | None = None
    team: str | None = None
    role: str | None = None
    question: str | None = None
    texts: Text | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Failure(Stored):
    """Why a step could not be done: the code of who refused, and the facts."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skip(Stored):
    """Why a step was skipped: its condition does not hold, somebody skipped it, or the process was cancelled."""

    because: Literal["condition", "by_hand", "process_cancelled"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What a step asks of another service. The journal line that carries the request has its id."""

    id: UUID
    kind: str
    addressee: str
    step: str
    fields: Mapping[str, Content]
    undoes: UUID | None = None


@dataclass(frozen=True, slots=True)
class Step(Stored):
    """One step of one process."""

    key: str
    title: Text
    kind: StepKind
    side: Side
    team: str | None = None
    optional: bool = False
    depends_on: tuple[str, ...] = ()
    estimate_minutes: int = 0
    client_minutes: int = 0
    state: StepState = "pending"
    attempts: int = 0
    request_id: UUID | None = None
    next_move: NextMove | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None
    wake_at: datetime | None = None
    overdue: bool = False
    expected: bool = True
    was_done: bool = False
    outputs: Mapping[str, Value] = field(default_factory=dict)
    cost: Money | None = None
    exception: str | None = None
    failure: Failure | None = None
    skip: Skip | None = None
    revising: str | None = None
    undo: UndoState = "unknown"
    undo_request_id: UUID | None = None

    @property
    def open(self) -> bool:
        """True while somebody or some service works on it."""
        return self.state in OPEN_STATES

    @property
    def finished(self) -> bool:
        """True when the steps that depend on it may start; an optional step that failed counts as finished."""
        return self.state in ("done", "skipped", "compensated") or (self.state == "failed" and self.optional)

    @property
    def blocking(self) -> bool:
        """True for a failed step that is not optional: the process cannot continue."""
        return self.state == "failed" and not self.optional

    @property
    def undo_finished(self) -> bool:
        """True when nothing of the step is left to undo, or its undoing was refused."""
        return self.undo in UNDO_FINISHED


@dataclass(frozen=True, slots=True)
class Ending(Stored):
    """Why the process is compensated, and its status after that."""

    how: Literal["cancelled", "failed"]
    reason: str


@dataclass(frozen=True, slots=True)
class NotUndone(Stored):
    """What a cancelled process left behind."""

    step: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many steps are over, and how many there are."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Link:
    """A thing that the process is about or made."""

    id: UUID
    relation: str = "about"


@dataclass(frozen=True, slots=True)
class NewProcess:
    """What a new process is given beside its scenario and its form."""

    id: UUID
    client_id: UUID
    language: Language
    started_by: Reference | None = None
    prices: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Process(Stored):
    """One run of a scenario. `version` grows by one with every event."""

    id: UUID
    client_id: UUID
    scenario: str
    scenario_version: int
    title: Text
    about: Text
    language: Language
    opened_at: datetime
    started_by: Reference | None = None
    status: Status = "draft"
    phase: Phase | None = None
    inputs: Mapping[str, Value] = field(default_factory=dict)
    prices: Mapping[str, Money] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    cost: Money = field(kw_only=True)
    ending: Ending | None = None
    exceptions: tuple[str, ...] = ()
    not_undone: tuple[NotUndone, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    next_move: NextMove | None = None
    ready_on: date | None = None
    editable_fields: tuple[str, ...] = ()
    version: int = 0

    @property
    def open(self) -> bool:
        """True until the process has ended."""
        return self.ended_at is None

    @property
    def progress(self) -> Progress:
        """How many of the expected steps are over."""
        expected = [step for step in self.steps if step.expected]
        return Progress(sum(step.state in OVER for step in expected), len(expected))

    @property
    def links(self) -> tuple[Link, ...]:
        """What the form and the outputs of steps name, each thing once."""
        named = [value.id for value in self.inputs.values() if isinstance(value, Reference)]
        made = [step.outputs.get(key) for step in self.steps for key in ("asset_id", "person_id")]
        return tuple(map(Link, dict.fromkeys([*named, *(UUID(found) for found in made if isinstance(found, str))])))

    @property
    def compensating(self) -> bool:
        """True while a cancelled or given-up process is being undone."""
        return self.ending is not None and self.open

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)
