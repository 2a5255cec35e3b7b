"""Tells temporary database errors from permanent ones. Temporary: PostgreSQL is unreachable, or two transactions conflict.

asyncpg raises InterfaceError both for a closed connection and for a value that fits no column. Only the first may be retried:
an event that always causes the second would block its shard permanently.
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
    asyncpg.IdleInTransactionSessionTimeoutError,  # this process was suspended for too long
    OSError,  # connection refused, timed out, no route, no socket, no such host
)
"""Error classes that may mean that the database is unreachable. `database_away` decides for one error."""
_CLOSED_WORDS = ("closed", "closing", "released back to the pool")
CONFLICT = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError)


def database_away(error: BaseException) -> bool:
    """Returns true when the database is unreachable or does not serve at present."""
    if isinstance(error, asyncpg.InterfaceError):
        return not isinstance(error, ValueError) and any(word in str(error) for word in _CLOSED_WORDS)
    return isinstance(error, AWAY)


def repeatable(error: BaseException) -> bool:
    """Returns true when the same transaction may succeed on a retry, because it only conflicted with another one."""
    return isinstance(error, CONFLICT)
