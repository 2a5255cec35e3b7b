"""Scenarios, processes, steps and decisions as everybody may see them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from contracts.vocabulary import Contract, Language, Money, Named, NextMove, Side, Texts, WithMoves

ProcessStatus = Literal[
    "draft",
    "awaiting_decision",
    "scheduled",
    "running",
    "completed",
    "completed_with_exceptions",
    "cancelled",
    "failed",
]
StepState = Literal["pending", "ready", "in_progress", "waiting", "done", "failed", "skipped", "compensated"]
DecisionStatus = Literal[
    "requested",
    "viewed",
    "approved",
    "rejected",
    "changes_requested",
    "expired",
    "withdrawn",
    "superseded",
]


class Item(Named):
    """A thing, person or account that a form or a step names, with the price it had then."""

    price: Money | None = Field(None, exclude_if=lambda price: price is None)


FormValue = bool | int | str | Money | Item | Texts | list[str] | None
"""The value of a form's field, or what a step found out. Days are YYYY-MM-DD."""


class Choice(Contract):
    """One choice of a form field, and what it costs in each currency of the scenario's price list."""

    key: str
    label: Texts
    prices: list[Money] = Field(default_factory=list)


class FormField(Contract):
    """A field of a scenario's form."""

    key: str
    type: str
    label: Texts
    required: bool = True
    choices: list[Choice] = Field(default_factory=list)
    help: Texts | None = None
    default: FormValue = None
    default_prices: list[Money] = Field(default_factory=list, description="The amount of a money field, by currency.")
    shown_if: dict[str, Any] | None = None


class ScenarioStep(Contract):
    """A step as the catalogue shows it."""

    key: str
    title: Texts
    kind: str
    side: Side
    depends_on: list[str] = Field(default_factory=list)
    optional: bool = False
    outputs: list[FormField] = Field(default_factory=list, description="What who works on it has to find out.")


class Scenario(Contract):
    """One version of a ready-made process that a client can start; it never changes once it is published."""

    id: UUID
    client_id: UUID
    version: int
    scenario_version: int | None = Field(None, description="Which version of the scenario this is; else its `version`.")
    key: str
    title: Texts
    summary: Texts
    inputs: list[FormField]
    steps: list[ScenarioStep]


class Skipped(Contract):
    """Why a step was left out."""

    because: Literal["condition", "by_hand", "process_cancelled"]
    reason: str = ""


class Failure(Contract):
    """Why a step could not be done: the code of who refused, and the facts."""

    code: str
    facts: dict[str, str] = Field(default_factory=dict)


class Step(Contract):
    """One step of a running process."""

    key: str
    title: Texts
    kind: str
    side: Side
    team: str | None = None
    optional: bool = False
    depends_on: list[str] = Field(default_factory=list)
    state: StepState
    expected: bool = Field(True, description="False while it looks as if the step will not be needed, or it was not.")
    request_id: UUID | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None
    wake_at: datetime | None = None
    overdue: bool = False
    cost: Money | None = None
    outputs: dict[str, FormValue] = Field(default_factory=dict)
    failure: Failure | None = None
    skip: Skipped | None = None
    revising: str | None = Field(None, description="What the client wants changed before it decides.")
    next_move: NextMove | None = None


class NotUndone(Contract):
    """What a cancelled process left behind."""

    step: str
    code: str
    facts: dict[str, str] = Field(default_factory=dict)


class Progress(Contract):
    """ "9 of 14": steps that are over, and steps there are, those that do not apply left out."""

    done: int
    total: int


class Link(Contract):
    """A thing the process is about or made, and how."""

    relation: str
    id: UUID


class Ending(Contract):
    """Why a process is undone before its end, and its status after that."""

    how: Literal["cancelled", "failed"]
    reason: str


class Process(WithMoves):
    """The public state of a process."""

    id: UUID
    client_id: UUID
    version: int
    scenario: str
    scenario_version: int
    title: Texts
    about: Texts
    language: Language
    status: ProcessStatus
    phase: str | None = None
    inputs: dict[str, FormValue] = Field(default_factory=dict)
    editable_fields: list[str] = Field(
        default_factory=list,
        description="The fields of the form that can be changed now; a field that a decision or a step has used is fixed.",
    )
    steps: list[Step] = Field(default_factory=list)
    progress: Progress
    cost: Money
    started_by: Named | None = None
    opened_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ready_on: date | None = Field(
        None, description="When all will be done, as a preview would say from here; none while stuck."
    )
    ending: Ending | None = None
    exceptions: list[str] = Field(default_factory=list)
    not_undone: list[NotUndone] = Field(default_factory=list)
    links: list[Link] = Field(default_factory=list)
    next_move: NextMove | None = None


class Permit(Contract):
    """What may be done to one piece of hardware once the option is approved; once, by whoever executes."""

    move: Literal["retire", "end"]
    asset_id: UUID


class Option(Contract):
    """One way to decide, with its effect on cost and date."""

    key: str
    title: Texts
    cost: Money
    days: int | None = None
    permits: list[Permit] = Field(default_factory=list)


class Vote(Contract):
    """What one account said."""

    by: Named
    verdict: str
    at: datetime
    option: str | None = None
    reason: str = ""
    seat: Named | None = Field(None, description="Whose vote it was, when a deputy gave it.")


class Rule(Contract):
    """How many must agree: any one, all who are named, or `needed` of them; `in_order` one after the other."""

    kind: Literal["any", "all", "n_of_m"] = "any"
    needed: int = 1
    in_order: bool = False


class Decision(WithMoves):
    """The public state of a decision."""

    id: UUID
    client_id: UUID
    version: int
    process_id: UUID
    step: str
    about: Texts
    question: Texts
    options: list[Option]
    rule: Rule = Rule()
    role: str = "decider"
    deciders: list[Named] = Field(default_factory=list)
    status: DecisionStatus
    requested_at: datetime
    expires_at: datetime | None = None
    due_at: datetime | None = None
    votes: list[Vote] = Field(default_factory=list)
    option: str | None = None
    reason: str = ""
    decided_at: datetime | None = None
    supersedes: UUID | None = None
    superseded_by: UUID | None = None
    next_move: NextMove | None = None


class PreviewStep(Contract):
    """A step that will be carried out, and when."""

    key: str
    title: Texts
    side: Side
    team: str | None = None
    starts_at: datetime
    ends_at: datetime
    due_at: datetime | None = None


class PreviewDecision(Contract):
    """A question that will be put; `assumed` is the option the rest counts on."""

    step: str
    question: Texts
    options: list[Option]
    assumed: str


class Preview(Contract):
    """What a process will be before it starts, from the engine that then runs it."""

    steps: list[PreviewStep]
    decisions: list[PreviewDecision]
    cost: Money
    ready_on: date
    client_minutes: int
    provider_minutes: int
