"""When an account, a client or a person is new or changed, update the directory."""

from collections.abc import Mapping
from datetime import datetime

from chassis.database import Transaction
from chassis.journal.line import JournalLine
from contracts.assets.state import Person
from contracts.gateway.state import Account, Client

from notifications.commands.update_directory import Entry, update_directory

_ENTRIES: Mapping[str, type[Entry]] = {"gateway.account": Account, "gateway.client": Client, "assets.person": Person}
"""What the types of events begin with -> the state that each of these events carries."""


async def when_the_register_changes_update_directory(transaction: Transaction, line: JournalLine, _: datetime) -> None:
    """The sentence; events about anything else are skipped."""
    kind = _ENTRIES.get(line.type.rsplit(".", 2)[0])
    if kind is not None:
        await update_directory(transaction, kind.model_validate(line.content()["state"]))
