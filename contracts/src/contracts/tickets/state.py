"""A ticket as everybody may see it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from contracts.vocabulary import Contract, Imported, Named, NextMove, Side, WithMoves

TicketType = Literal["incident", "request", "question", "task"]
TicketStatus = Literal[
    "new",
    "assigned",
    "working",
    "waiting_client",
    "waiting_third_party",
    "waiting_schedule",
    "resolved",
    "closed",
    "rejected",
    "cancelled",
]
WaitingFor = Literal["information", "decision", "access", "acceptance"]
Priority = Literal["critical", "high", "normal", "low"]


class StepLink(Contract):
    """The step of a process that a task carries out."""

    process_id: UUID
    step: str
    request_id: UUID = Field(description="The request that asked for the task; its answers carry it as causation.")


class ReportedFacts(BaseModel):
    """What the reporter says when a ticket is opened, and the ticket shows: one list for the command and the state."""

    title: str
    description: str = ""
    priority: Priority
    category: str = ""
    asset_id: UUID | None = None
    person_id: UUID | None = None
    requester: Named | None = Field(None, description="The person or account the work is for.")
    follows: UUID | None = Field(None, description="The closed ticket this one continues.")


class Ticket(WithMoves, ReportedFacts):
    """The public state of a ticket."""

    id: UUID
    client_id: UUID
    version: int
    number: str
    type: TicketType
    status: TicketStatus
    waiting_for: WaitingFor | None = None
    proposed_priority: Priority | None = None
    labels: dict[str, str] = Field(default_factory=dict, description="What an import brought that has no field here.")
    reported_by: str = ""
    reported_side: Side = "client"
    step: StepLink | None = None
    team: str | None = None
    assignee: Named | None = None
    for_side: Side = Field("provider", description="Which side carries the ticket out.")
    cycle: int = 1
    opened_at: datetime
    skill: str | None = Field(None, description="What one has to know to carry it out; of tasks of a process.")
    estimate_minutes: int | None = Field(None, description="How long it should take; of tasks of a process.")
    due_at: datetime | None = None
    planned_at: datetime | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    resolution: str = ""
    messages: int = 0
    next_move: NextMove | None = None
    imported: Imported | None = None
