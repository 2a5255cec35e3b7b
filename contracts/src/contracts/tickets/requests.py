"""What other services may ask of tickets over the bus. A request stands in the asker's journal."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import Request, declared
from contracts.tickets.state import Priority
from contracts.vocabulary import Named, Side


class TaskRequested(Request, type="processes.task.requested.v1"):
    """A step that people carry out: tickets opens a ticket of type `task`.

    Completed by `tickets.ticket.closed.v1` (or resolved, for a task of the provider) with this request as causation;
    failed by `tickets.ticket.rejected.v1` / `cancelled.v1`, or `tickets.request.refused.v1`.
    """

    ADDRESSEE: ClassVar[str] = "tickets"
    process_id: UUID
    step: str
    title: str
    description: str = ""
    for_side: Side = "provider"
    team: str | None = None
    priority: Priority = "normal"
    due_at: datetime | None = None
    asset_id: UUID | None = None
    person: Named | None = None
    assignee: Named | None = Field(None, description="Who is to do it, when that is known already.")
    skill: str | None = Field(None, description="What one has to know for it.")
    estimate_minutes: int | None = None
    requester: Named | None = Field(None, description="Who of the client started the process.")


class TaskWithdrawn(Request, type="processes.task.withdrawn.v1"):
    """The step is no longer wanted: tickets cancels the task that was opened for it."""

    ADDRESSEE: ClassVar[str] = "tickets"
    process_id: UUID
    step: str
    withdraws: UUID = Field(description="The id of the request that asked for the task.")
    reason: Literal["process_cancelled", "step_skipped"] = "process_cancelled"


REQUESTS = declared(globals(), Request)
