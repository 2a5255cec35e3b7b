"""Passwords: argon2id, in a thread, so that a sign-in never holds up everybody else."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody's password, so that an unknown email takes as long as a wrong password")


async def hash_password(password: str) -> str:
    """The hash to keep."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(password: str, kept: str | None) -> bool:
    """True when the password is the one behind the hash; takes the same time when there is no hash."""
    return await asyncio.to_thread(_matches, password, kept)


def _matches(password: str, kept: str | None) -> bool:
    try:
        return _HASHER.verify(kept or _NOBODY, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
