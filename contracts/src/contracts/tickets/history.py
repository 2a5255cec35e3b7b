"""The history of a ticket kept in another system, as it is handed to the tickets service.

These shapes are the whole contract between importers and `POST /tickets/history`. How a certain source's rows become such a
history is the importer's business.

Rules for the owner that takes a history:
- A ticket is known by (client, source, external_key), a move by its own external_key within the ticket; `digest` of both
  tells without looking further whether anything is new. The same history again changes nothing.
- A longer history appends the moves whose keys are not known yet. A known move with another digest is kept as it was and
  answered as a problem. New moves of a ticket that is closed already, or that stand before a known one, become notes.
- `to_state`, `cycle` and `waiting_reason` are what the ticket is after the move. A move never needs another one to be legal:
  what the source left out is there already, with `inferred` true and the time of the row that implies it.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from contracts.tickets.state import Priority, TicketStatus
from contracts.vocabulary import Line, Moment

Label = Annotated[str, StringConstraints(max_length=200)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Level = Literal["high", "medium", "low"]
MoveKind = Literal[
    "opened", "work_started", "client_asked", "held", "resumed", "resolved", "reopened", "closed", "updated"
]
WaitingReason = Literal["information", "vendor", "problem"]
Outcome = Literal["created", "extended", "unchanged", "refused"]


LARGEST_HISTORY = 32 * 1024 * 1024
"""Bytes of one batch of histories, at most."""


class _Part(BaseModel):
    """A frozen part of a history; unknown fields are refused, so that nothing is lost on the way."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Note(_Part):
    """What could not be mapped, word for word, with the code that says why."""

    code: str
    column: str = ""
    value: str = ""


class Move(_Part):
    """One row of the source, or (inferred) a step between two rows that the source left out."""

    external_key: Key
    kind: MoveKind
    to_state: TicketStatus
    cycle: int = Field(ge=1)
    at: Moment
    by: Label = Field("", description="Who, as the source calls them; empty: not known.")
    inferred: bool = False
    waiting_reason: WaitingReason | None = Field(None, description="Given exactly while the ticket waits.")
    assigned_team: Label | None = Field(None, description="None: as before. Empty: no longer known.")
    assignee: Label | None = Field(None, description="None: as before. Empty: no longer known.")
    priority: Priority | None = Field(None, description="None: as before.")
    resolution: str = Field("", description="Only of a resolved move: what the source says of the outcome.")
    changes: dict[str, str] = Field(
        default_factory=dict, description="Columns that changed, as they stand in the source."
    )
    notes: tuple[Note, ...] = ()
    digest: str = Field(description="Of the source's row, without the columns that a source fills in afterwards.")


class TicketHistory(_Part):
    """A ticket as it was opened, and every move since then in its order (which is not always the order of time)."""

    external_key: Key
    type: Literal["incident"] = "incident"
    title: Line
    opened_at: Moment
    opened_by: Label = ""
    requester: Label = ""
    location: Label = ""
    priority: Priority = Field(description="At the opening; moves change it.")
    impact: Level | None = None
    urgency: Level | None = None
    category: Label = ""
    subcategory: Label = ""
    symptom: Label = ""
    labels: dict[str, str] = Field(default_factory=dict, description="Columns without a field here, at the opening.")
    moves: tuple[Move, ...] = Field(min_length=1)
    state: TicketStatus = Field(description="After the last move.")
    cycle: int = Field(ge=1, description="After the last move.")
    resolved_at: Moment | None = None
    closed_at: Moment | None = None
    digest: str = Field(description="Of the moves' digests, in their order.")

    @property
    def rows(self) -> int:
        """How many rows of the source are in it."""
        return sum(not move.inferred for move in self.moves)

    @model_validator(mode="after")
    def _agrees_with_its_moves(self) -> Self:
        last = self.moves[-1]
        if self.moves[0].kind != "opened" or any(move.kind == "opened" for move in self.moves[1:]):
            raise ValueError("a history begins with its opening and has one")
        if (last.to_state, last.cycle) != (self.state, self.cycle):
            raise ValueError("state and cycle are those after the last move")
        if len({move.external_key for move in self.moves}) != len(self.moves):
            raise ValueError("every move has a key of its own")
        if self.digest != digest_of(move.digest for move in self.moves):
            raise ValueError("the digest is that of the moves")
        return self


class HistoryBatch(_Part):
    """The body of `POST /api/tickets/history`."""

    client: UUID
    source: Literal["servicenow"] = "servicenow"
    tickets: tuple[TicketHistory, ...] = Field(min_length=1, max_length=500)


class Problem(_Part):
    """A move the owner did not take as it came, and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    external_key: str
    code: str


class TicketAnswer(_Part):
    """What the owner did with one ticket of a batch."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    external_key: str
    outcome: Outcome
    id: UUID | None = None
    moves_applied: int = 0
    code: str = Field("", description="Of the refusal.")
    problems: tuple[Problem, ...] = ()


class BatchAnswer(_Part):
    """The answer of `POST /api/tickets/history`: one for each ticket, in the order they came."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    tickets: tuple[TicketAnswer, ...]


def digest_of(parts: Iterable[str]) -> str:
    """A short digest of texts in their order; lengths keep two lists apart that only join to the same text."""
    return sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()[:32]
