"""Bodies of the HTTP commands of the notifications service; the gateway offers the same ones to clients."""

from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints

from contracts.vocabulary import Body

Url = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^https?://[^\s]+$")]
EventType = Annotated[str, StringConstraints(max_length=100, pattern=r"^([a-z_]+\.){0,3}(\*|[a-z_]+\.v[0-9]+)$")]


class SubscribeWebhook(Body):
    """Send a client's events to a tool, signed as Standard Webhooks describes (v1)."""

    url: Url
    secret: SecretStr = Field(description="`whsec_` and 24 to 64 bytes in base64; it is never shown again.")
    types: list[EventType] = Field(
        default_factory=lambda: ["*"],
        min_length=1,
        max_length=50,
        description="Event types, whole or by their beginning: `tickets.ticket.resolved.v1`, `tickets.*`, `*`.",
    )


class ChangePreferences(Body):
    """Mail on or off, for each class; what is missing stays."""

    decision_needed: bool | None = None
    your_move: bool | None = None
    information: bool | None = None


class Nothing(Body):
    """A command without content."""
