"""When somebody refuses what a process asked for, go on if the scenario knows that answer; else somebody has to mend it."""

from datetime import datetime

from chassis.database import Transaction
from chassis.inbox.reactions import context_of
from chassis.journal.line import JournalLine

from processes.commands.take_answer import take_refusal
from processes.scenarios.loader import Catalogue


class WhenARequestIsRefusedMendOrGoOn:
    """The sentence; the refusal is a thing of its own, named by the request."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def __call__(self, transaction: Transaction, line: JournalLine, now: datetime) -> None:
        content = line.content()
        facts = {name: str(value) for name, value in (content.get("facts") or {}).items()}
        await take_refusal(transaction, context_of(line, now), line.subject, content["code"], facts, self._catalogue)
