"""What other services may ask of notifications over the bus. A request stands in the asker's journal."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.envelope import Request, declared
from contracts.vocabulary import Language, Named


class MessageRequested(Request, type="processes.message.requested.v1"):
    """A mail to somebody who need not have an account.

    Completed by `notifications.message.sent.v1` with this request as causation, once the mail server has accepted it;
    failed by `notifications.request.refused.v1`.
    """

    ADDRESSEE: ClassVar[str] = "notifications"
    process_id: UUID
    step: str
    to: Named | None = Field(
        None, description="An account or a person; its account's address is taken if none is given."
    )
    to_email: str = ""
    to_name: str = ""
    language: Language = "pl"
    template: str = Field(description="One of TEMPLATES.")
    facts: dict[str, str] = Field(default_factory=dict, description="What the template's lines speak of.")


REQUESTS = declared(globals(), Request)
