"""When a request of a process is refused, its step is done if the scenario accepts that refusal, else it has failed."""

from datetime import datetime

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine

from processes.commands.apply_answer import apply_refusal
from processes.scenarios.loader import Catalogue


class WhenARequestIsRefusedFinishOrFailItsStep:
    """Applies the refusal. A refusal is a thing of its own, whose id is that of the request."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        content = line.content()
        facts = {name: str(value) for name, value in (content.get("facts") or {}).items()}
        await apply_refusal(transaction, context_of(line, now), line.subject, content["code"], facts, self._catalogue)
