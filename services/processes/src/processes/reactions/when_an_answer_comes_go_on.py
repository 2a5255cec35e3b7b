"""When somebody did what a process asked for, go on."""

from datetime import datetime
from typing import Any

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine

from processes.commands.take_answer import take_done
from processes.domain.values import Value
from processes.scenarios.loader import Catalogue


class WhenAnAnswerComesGoOn:
    """The sentence, with the scenarios processes go on with."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        if line.causation_id is not None:
            outputs = outputs_of(line.type, line.content())
            await take_done(transaction, context_of(line, now), line.causation_id, line.type, outputs, self._catalogue)


def outputs_of(event_type: str, content: dict[str, Any]) -> dict[str, Value]:
    """What an answer adds to what a process knows: the asset or the person it is about."""
    state: dict[str, Any] = content.get("state") or {}
    kind = event_type.split(".")[1]
    if kind == "asset":
        return {"asset_id": state["id"], "asset_name": f"{state['name']} ({state['tag']})"}
    if kind == "person":
        return {"person_id": state["id"], "person_name": state["name"]}
    return {}
