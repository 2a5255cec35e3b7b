"""When anything happens to a person of a client, keep where they can be written to."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.assets.state import Person

from notifications.commands.keep_directory import keep_person

PERSONS = "assets.person."
"""What all types of events about a person begin with."""


async def when_person_changes_keep_it(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """The sentence; every such event carries the whole person."""
    if line.type.startswith(PERSONS):
        await keep_person(transaction, Person.model_validate(line.content()["state"]))
