"""When another service did what a process asked for, the process goes on."""

from datetime import datetime
from typing import Any

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine

from processes.commands.apply_answer import apply_completion
from processes.domain.values import Value
from processes.scenarios.loader import Catalogue


class WhenAnAnswerComesGoOn:
    """Applies the answer to the request that caused it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        if line.causation_id is not None:
            outputs = outputs_of(line.type, line.content())
            await apply_completion(
                transaction, context_of(line, now), line.causation_id, line.type, outputs, self._catalogue
            )


def outputs_of(event_type: str, content: dict[str, Any]) -> dict[str, Value]:
    """Returns what an answer adds to the facts of a process: the asset or the person it is about."""
    state: dict[str, Any] = content.get("state") or {}
    kind = event_type.split(".")[1]
    if kind == "asset":
        return {"asset_id": state["id"], "asset_name": f"{state['name']} ({state['tag']})"}
    if kind == "person":
        return {"person_id": state["id"], "person_name": state["name"]}
    return {}
