"""Limits how often a secret may be guessed. An attempt is counted before it is checked, so parallel guesses count too."""

from datetime import datetime, timedelta

from chassis.database import Transaction

WINDOW = timedelta(minutes=15)
_COUNT = """INSERT INTO sign_in_failure AS f (who, times, first_at) SELECT who, 1, $2 FROM unnest($1::text[]) AS who
ON CONFLICT (who) DO UPDATE SET times = CASE WHEN f.first_at < $3 THEN 1 ELSE f.times + 1 END,
  first_at = CASE WHEN f.first_at < $3 THEN $2 ELSE f.first_at END
RETURNING who, times"""
_UNCOUNT = """UPDATE sign_in_failure AS f SET times = greatest(f.times - 1, 0) FROM (
  SELECT who FROM sign_in_failure WHERE who = ANY($1) ORDER BY who COLLATE "C" FOR UPDATE) AS own WHERE f.who = own.who"""
_PURGE = """DELETE FROM sign_in_failure WHERE who IN (
  SELECT who FROM sign_in_failure WHERE first_at < $1 FOR UPDATE SKIP LOCKED)"""

Limits = dict[str, int]
"""Source of attempts -> how many of them may fail within the window."""


def sign_in_limits(email: str, address: str) -> Limits:
    """Returns the limits of a sign-in.

    An office shares one address, so an address may fail more often than a person. Somebody who guesses from one address
    must not lock the account's owner out everywhere.
    """
    who = email.strip().lower()[:254]
    return {f"address:{address}": 100, f"email:{who}": 50, f"email:{who} address:{address}": 10}


def current_password_limits(account_id: object) -> Limits:
    """Returns the limits of entering one's current password."""
    return {f"present:{account_id}": 10}


async def count_attempt(transaction: Transaction, limits: Limits, now: datetime) -> bool:
    """Counts an attempt as failed before it is checked; tells whether there were too many."""
    # Sorted, so that two attempts wait for each other and never deadlock.
    rows = await transaction.rows(_COUNT, sorted(limits), now, now - WINDOW)
    return any(row["times"] > limits[row["who"]] for row in rows)


async def forget_attempt(transaction: Transaction, limits: Limits, now: datetime) -> None:
    """Takes back a successful attempt, and deletes the counts that are too old."""
    # Sorted as when they are counted. The counts of others are skipped where they are locked.
    await transaction.execute(_UNCOUNT, sorted(limits))
    await transaction.execute(_PURGE, now - WINDOW)
