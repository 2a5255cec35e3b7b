"""Stores the panel's sessions and client apps' tokens: random texts, kept as SHA-256, ended by deleting the row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Literal
from uuid import UUID

from chassis.database import Row, Transaction
from chassis.identifiers import new_id

SESSION_HOURS = 12
TokenKind = Literal["session", "token"]


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; its text is shown once and stored nowhere."""

    id: UUID
    text: str
    expires_at: datetime


def digest(text: str) -> bytes:
    """Returns what is stored of a token."""
    return sha256(text.encode()).digest()


async def issue(
    transaction: Transaction, account: Row, kind: TokenKind, name: str, now: datetime, lifetime: timedelta
) -> IssuedToken:
    """Issues a session or a token for an account."""
    issued = IssuedToken(new_id(), token_urlsafe(32), now + lifetime)
    await transaction.execute(
        """INSERT INTO access_token (digest, account_id, client_id, id, kind, name, made_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
        digest(issued.text),
        account["id"],
        account["client_id"],
        issued.id,
        kind,
        name,
        now,
        issued.expires_at,
    )
    return issued


async def account_with_token(transaction: Transaction, text: str, now: datetime) -> Row | None:
    """Returns the active account of a token, with the token's kind and id."""
    return await transaction.row(
        """SELECT account.*, access_token.kind, access_token.id AS token_id FROM access_token
        JOIN account ON account.id = access_token.account_id
        WHERE digest = $1 AND expires_at > $2 AND account.active""",
        digest(text),
        now,
    )


async def delete(transaction: Transaction, text: str) -> None:
    """Deletes a token by its text."""
    await transaction.execute("DELETE FROM access_token WHERE digest = $1", digest(text))


async def tokens_of_account(transaction: Transaction, account_id: UUID) -> list[Row]:
    """Returns the account's tokens (not its sessions), without their texts."""
    return await transaction.rows(
        "SELECT id, name, made_at, expires_at FROM access_token WHERE account_id = $1 AND kind = 'token' ORDER BY made_at",
        account_id,
    )


async def revoke(transaction: Transaction, account_id: UUID, token_id: UUID) -> int:
    """Deletes a token of the account by its id; returns how many there were."""
    return await transaction.execute("DELETE FROM access_token WHERE account_id = $1 AND id = $2", account_id, token_id)
