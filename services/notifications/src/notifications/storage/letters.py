"""Letters as they stand in the ledger: JSON, from the day they are due until they are sent."""

from typing import Any
from uuid import UUID

from notifications.domain.letter import Asked, Letter
from notifications.domain.notification import About


def to_letter(content: dict[str, Any]) -> Letter:
    """The letter in a delivery's content."""
    about, asked = content["about"], content["asked"]
    return Letter(**{**content, "about": _about(about) if about else None, "asked": _asked(asked) if asked else None})


def _about(value: dict[str, str]) -> About:
    return About(value["kind"], UUID(value["id"]), value["title"])


def _asked(value: dict[str, str | None]) -> Asked:
    to = value["to_id"]
    return Asked(UUID(value["request_id"]), UUID(value["process_id"]), str(value["step"]), UUID(to) if to else None)
