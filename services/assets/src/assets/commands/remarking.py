"""What people remark while they move something: the note goes into the history, the condition onto the asset."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ParamSpec

from assets.domain.happening import Happened

Facts = ParamSpec("Facts")


def with_remarks(decide: Callable[Facts, Happened], body: Any) -> Callable[Facts, Happened]:
    """The decision, with the note and the condition of the command's body, whatever the move is."""

    def remarked(*facts: Facts.args, **named: Facts.kwargs) -> Happened:
        event = decide(*facts, **named)
        note, condition = getattr(body, "note", ""), getattr(body, "condition", "")
        details = {**event.details, "note": note} if note else event.details
        changes = {**event.changes, "condition": condition} if condition else event.changes
        return replace(event, details=details, changes=changes)

    return remarked
