"""Sessions of the panel and tokens of client apps: random, kept as SHA-256, ended by deleting the row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Literal
from uuid import UUID

from chassis.database import Row, Transaction
from chassis.identifiers import new_id

SESSION_HOURS = 12
Kind = Literal["session", "token"]


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token that was made just now; its text is shown once and kept nowhere."""

    id: UUID
    text: str
    expires_at: datetime


def digest(text: str) -> bytes:
    """What is kept of a token."""
    return sha256(text.encode()).digest()


async def make(
    transaction: Transaction, account: Row, kind: Kind, name: str, now: datetime, lasts: timedelta
) -> MadeToken:
    """Makes a session or a token for an account."""
    made = MadeToken(new_id(), token_urlsafe(32), now + lasts)
    await transaction.execute(
        """INSERT INTO access_token (digest, account_id, client_id, id, kind, name, made_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
        digest(made.text),
        account["id"],
        account["client_id"],
        made.id,
        kind,
        name,
        now,
        made.expires_at,
    )
    return made


async def account_of(transaction: Transaction, text: str, now: datetime) -> Row | None:
    """The active account behind a token, with the token's kind and id."""
    return await transaction.row(
        """SELECT account.*, access_token.kind, access_token.id AS token_id FROM access_token
        JOIN account ON account.id = access_token.account_id
        WHERE digest = $1 AND expires_at > $2 AND account.active""",
        digest(text),
        now,
    )


async def end(transaction: Transaction, text: str) -> None:
    """Signs out: this token opens nothing any more."""
    await transaction.execute("DELETE FROM access_token WHERE digest = $1", digest(text))


async def of_account(transaction: Transaction, account_id: UUID) -> list[Row]:
    """The account's tokens (not its sessions), without their texts."""
    return await transaction.rows(
        "SELECT id, name, made_at, expires_at FROM access_token WHERE account_id = $1 AND kind = 'token' ORDER BY made_at",
        account_id,
    )


async def withdraw(transaction: Transaction, account_id: UUID, token_id: UUID) -> int:
    """Ends one token of the account by its id."""
    return await transaction.execute("DELETE FROM access_token WHERE account_id = $1 AND id = $2", account_id, token_id)
