"""Which errors say "later" instead of "no": the database is away, or two transactions met in a way that a repetition mends.

asyncpg has one class, InterfaceError, for a closed connection and for a value that fits no column; only the first is
worth repeating, and an event that meets the second again and again would block its shard for ever.
"""

import asyncpg

AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.IdleInTransactionSessionTimeoutError,  # this process was frozen meanwhile
    OSError,  # refused, timed out, no route, no socket, no such host
)
"""Every class that may mean it; `database_away` decides."""
_GONE = ("closed", "closing", "released back to the pool")
CONFLICT = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError)


def database_away(error: BaseException) -> bool:
    """True when the database cannot be reached or does not serve now."""
    if isinstance(error, asyncpg.InterfaceError):
        return not isinstance(error, ValueError) and any(word in str(error) for word in _GONE)
    return isinstance(error, AWAY)


def repeatable(error: BaseException) -> bool:
    """True when the same transaction would go through if nobody else were in the way."""
    return isinstance(error, CONFLICT)
