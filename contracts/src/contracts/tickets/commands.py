"""Bodies of the HTTP commands of the tickets service; the gateway offers the same ones to clients."""

from typing import Literal

from pydantic import Field

from contracts.tickets.state import Priority, ReportedFacts, WaitingFor
from contracts.vocabulary import Body, ForClient, Line, LongText, Moment, NamedInput


class OpenTicket(ForClient, ReportedFacts):
    """Report something."""

    type: Literal["incident", "request", "question"] = "incident"
    title: Line
    description: LongText = ""
    priority: Priority = "normal"
    category: str = Field("", max_length=100)
    requester: NamedInput | None = Field(None, description="On whose behalf; nobody given: the account itself.")


class AssignTicket(Body):
    """Give the ticket to a team or an account; an empty body takes it oneself."""

    assignee: NamedInput | None = None
    team: str | None = Field(None, max_length=100)


class AskClient(Body):
    """Put a question to the client; the ticket waits for it."""

    question: LongText = Field(min_length=1)
    waiting_for: WaitingFor = "information"
    answer_by: Moment | None = None


class AnswerQuestion(Body):
    """The client's answer."""

    answer: LongText = Field(min_length=1)


class AddMessage(Body):
    """Write into the conversation; `internal` is for the provider's eyes only."""

    text: LongText = Field(min_length=1)
    internal: bool = False


class HoldTicket(Body):
    """Wait for a third party or until an agreed time."""

    reason: Literal["third_party", "schedule"]
    note: LongText = ""
    until: Moment | None = None


class ResumeTicket(Body):
    """Go on working."""

    note: LongText = ""


class ResolveTicket(Body):
    """It is done; the resolution tells the client what was done."""

    resolution: LongText = Field(min_length=1)


class GiveReason(Body):
    """Reopen, withdraw or reject, with the reason."""

    reason: LongText = Field(min_length=1)


class SetPriority(Body):
    """Set (client) or propose (provider) another priority."""

    priority: Priority
    reason: LongText = ""


class Nothing(Body):
    """A command without content."""
