"""Preferences in PostgreSQL."""

from uuid import UUID

import orjson
from chassis.command import Context
from chassis.database import Transaction
from chassis.database.text_row import TextRow
from chassis.identifiers import new_id
from chassis.journal.recording import with_key

from notifications.domain import events
from notifications.domain.evolution import evolve_preferences
from notifications.domain.preferences import EVERYTHING, Preferences
from notifications.events import preferences_line
from notifications.storage.rows import plain

_INSERT = "INSERT INTO preferences (id, client_id, account_id, version, mail) VALUES ($1, $2, $3, $4, $5)"
_UPDATE = """UPDATE preferences SET version = $4, mail = $5 WHERE id = $1 AND client_id = $2 AND account_id = $3"""


async def of_account(transaction: Transaction, client_id: UUID, account_id: UUID) -> Preferences:
    """What the account wants, locked; version 0 as long as it has never said."""
    found = await find(transaction, client_id, account_id, "FOR UPDATE")
    return found or Preferences(new_id(), client_id, account_id, EVERYTHING)


async def find(transaction: Transaction, client_id: UUID, account_id: UUID, lock: str = "") -> Preferences | None:
    """What the account has said, if it has."""
    row = await transaction.row(f"SELECT * FROM preferences WHERE account_id = $1 {lock}", account_id)
    if row is None:
        return None
    return Preferences(plain(row)["id"], client_id, account_id, orjson.loads(row["mail"]), row["version"])


async def save(
    transaction: Transaction, context: Context, preferences: Preferences, event: events.PreferencesChanged
) -> Preferences:
    """Applies the event, writes row and journal line, and returns the preferences afterwards."""
    after = evolve_preferences(preferences, event)
    values = (after.id, after.client_id, after.account_id, after.version, orjson.dumps(after.mail).decode())
    line = with_key(preferences_line(context, event, after), context)
    await transaction.write(TextRow(_INSERT if preferences.version == 0 else _UPDATE, values), [line])
    return after
