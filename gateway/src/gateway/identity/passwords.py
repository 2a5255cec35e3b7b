"""Hashes and verifies passwords with argon2id, in a thread, so that other requests go on meanwhile."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_DUMMY_HASH = _HASHER.hash("verified for unknown emails, so that they take as long as a wrong password")


async def hash_password(password: str) -> str:
    """Returns the hash to store."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(password: str, stored_hash: str | None) -> bool:
    """Tells whether the password fits the hash; takes the same time without a hash."""
    return await asyncio.to_thread(_verify, password, stored_hash)


def _verify(password: str, stored_hash: str | None) -> bool:
    try:
        return _HASHER.verify(stored_hash or _DUMMY_HASH, password) and stored_hash is not None
    except (VerificationError, InvalidHashError):
        return False
