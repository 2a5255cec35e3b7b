"""What everybody may see of notifications, webhooks, preferences, and of what was sent."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from contracts.vocabulary import Contract, Named, NextMove, Side, WithMoves

Importance = Literal["decision_needed", "your_move", "information"]
Channel = Literal["inbox", "mail", "webhook"]


class About(Contract):
    """The thing a notification is about, with the title it had then."""

    kind: str = Field(description="ticket, process, decision, asset …")
    id: UUID
    title: str = ""


class Notification(Contract):
    """One line of one account's inbox. `code` and `facts` say what happened; the words are the reader's language's."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    id: UUID
    client_id: UUID
    version: int
    account_id: UUID
    account_side: Side
    code: str
    facts: dict[str, str] = Field(default_factory=dict)
    about: About
    importance: Importance = Field(alias="class")
    status: Literal["unread", "read"] = "unread"
    event_id: UUID = Field(description="What happened: the event this tells of.")
    created_at: datetime
    read_at: datetime | None = None
    next_move: NextMove | None = Field(None, description="Always empty: reading is nobody's duty.")


class ReadAll(Contract):
    """What marking everything as read answers."""

    read: int = Field(description="How many there were.")


class Webhook(WithMoves):
    """A subscription of one client's tool to events of that client. The secret is never shown."""

    id: UUID
    client_id: UUID
    version: int
    url: str = Field(description="Without its query, which may hold a key.")
    types: list[str]
    owner_side: Side = Field(description="Only the provider's own subscriptions get events for the provider only.")
    active: bool
    disabled_because: Literal["by_hand", "gone", "gave_up"] | None = None
    created_by: Named | None = None
    created_at: datetime
    next_move: NextMove | None = None


class MailChoice(Contract):
    """Mail on or off, for each class of notifications."""

    decision_needed: bool
    your_move: bool
    information: bool


class Preferences(Contract):
    """For which classes an account wants mail beside its inbox."""

    id: UUID = Field(description="Nil as long as the account never chose (version 0: mail for everything).")
    client_id: UUID = Field(description="PROVIDER for accounts of the provider.")
    version: int
    account_id: UUID
    mail: MailChoice
    next_move: NextMove | None = None


class Message(Contract):
    """A mail that a process asked for."""

    id: UUID
    client_id: UUID
    version: int
    request_id: UUID
    process_id: UUID
    step: str
    to: Named | None = None
    to_email: str
    to_name: str
    template: str
    status: Literal["sent"] = "sent"
    sent_at: datetime
    next_move: NextMove | None = None


class Delivery(Contract):
    """Something that could not be delivered on one channel; a notification stays in the inbox all the same."""

    id: UUID
    client_id: UUID
    version: int
    channel: Channel
    recipient: str
    event_id: UUID
    code: str = Field(description="The notification's code; for a webhook, the event's type.")
    status: Literal["failed"] = "failed"
    tries: int
    answer: str = Field("", description="What the other side said last.")
    next_move: NextMove | None = None
