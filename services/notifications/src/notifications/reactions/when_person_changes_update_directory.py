"""When anything happens to a person of a client, update where they are written to in the directory."""

from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.assets.state import Person

from notifications.commands.update_directory import update_person

PERSONS = "assets.person."
"""What all types of events about a person begin with."""


async def when_person_changes_update_directory(transaction: Transaction, line: JournalLine, now: datetime) -> None:  # noqa: ARG001
    """The sentence; every such event carries the whole person."""
    if line.type.startswith(PERSONS):
        await update_person(transaction, Person.model_validate(line.content()["state"]))
