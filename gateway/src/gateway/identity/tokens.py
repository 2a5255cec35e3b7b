"""Stores the panel's sessions and client apps' tokens: random texts, kept as SHA-256, ended by deleting the row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Literal
from uuid import UUID

from chassis.database import Row, Transaction
from chassis.database.statements import Statement
from chassis.identifiers import new_id
from contracts.gateway.state import Account as PublicAccount
from sqlalchemy import bindparam, delete, insert, select

from gateway.identity.domain.account import Account
from gateway.storage.tables import access_token, account

SESSION_HOURS = 12
TokenKind = Literal["session", "token"]
_INSERT = Statement(insert(access_token))
_WITH_DIGEST = access_token.c.digest == bindparam("digest")
_OF_ACCOUNT = access_token.c.account_id == bindparam("account_id")
_ACCOUNT = Statement(
    select(account.c.state, account.c.state_version, access_token.c.kind)
    .join_from(access_token, account, account.c.id == access_token.c.account_id)
    .where(_WITH_DIGEST, access_token.c.expires_at > bindparam("now"), account.c.active)
)
_TOKENS = Statement(
    select(access_token.c.id, access_token.c.name, access_token.c.made_at, access_token.c.expires_at)
    .where(_OF_ACCOUNT, access_token.c.kind == "token")
    .order_by(access_token.c.made_at)
)
_DELETE = Statement(delete(access_token).where(_WITH_DIGEST))
_DELETE_ALL = Statement(delete(access_token).where(_OF_ACCOUNT))
_REVOKE = Statement(delete(access_token).where(_OF_ACCOUNT, access_token.c.id == bindparam("id")))


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
    transaction: Transaction,
    owner: Account | PublicAccount,
    kind: TokenKind,
    name: str,
    now: datetime,
    lifetime: timedelta,
) -> IssuedToken:
    """Issues a session or a token for an account."""
    issued = IssuedToken(new_id(), token_urlsafe(32), now + lifetime)
    row = _INSERT(
        digest=digest(issued.text),
        account_id=owner.id,
        client_id=owner.client_id,
        id=issued.id,
        kind=kind,
        name=name,
        made_at=now,
        expires_at=issued.expires_at,
    )
    await transaction.execute(*row)
    return issued


async def account_with_token(transaction: Transaction, text: str, now: datetime) -> Row | None:
    """Returns the row of the active account of a token, with the token's kind."""
    return await transaction.row(*_ACCOUNT(digest=digest(text), now=now))


async def delete_one(transaction: Transaction, text: str) -> None:
    """Deletes a token by its text."""
    await transaction.execute(*_DELETE(digest=digest(text)))


async def delete_all(transaction: Transaction, account_id: UUID) -> None:
    """Deletes every session and token of an account."""
    await transaction.execute(*_DELETE_ALL(account_id=account_id))


async def tokens_of_account(transaction: Transaction, account_id: UUID) -> list[Row]:
    """Returns the account's tokens (not its sessions), without their texts."""
    return await transaction.rows(*_TOKENS(account_id=account_id))


async def revoke(transaction: Transaction, account_id: UUID, token_id: UUID) -> int:
    """Deletes a token of the account by its id; returns how many there were."""
    return await transaction.execute(*_REVOKE(account_id=account_id, id=token_id))
