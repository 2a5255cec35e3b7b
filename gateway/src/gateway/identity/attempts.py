"""Guesses at a secret, counted before each is judged: guesses made at once are as many as guesses made in a row."""

from datetime import datetime, timedelta

from chassis.database import Transaction

WINDOW = timedelta(minutes=15)
_COUNT = """INSERT INTO sign_in_failure AS f (who, times, first_at) SELECT who, 1, $2 FROM unnest($1::text[]) AS who
ON CONFLICT (who) DO UPDATE SET times = CASE WHEN f.first_at < $3 THEN 1 ELSE f.times + 1 END,
  first_at = CASE WHEN f.first_at < $3 THEN $2 ELSE f.first_at END
RETURNING who, times"""
_FORGET = """UPDATE sign_in_failure AS f SET times = greatest(f.times - 1, 0) FROM (
  SELECT who FROM sign_in_failure WHERE who = ANY($1) ORDER BY who COLLATE "C" FOR UPDATE) AS own WHERE f.who = own.who"""
_PURGE = """DELETE FROM sign_in_failure WHERE who IN (
  SELECT who FROM sign_in_failure WHERE first_at < $1 FOR UPDATE SKIP LOCKED)"""

Limits = dict[str, int]
"""Whose guesses -> how many of them may fail within the window."""


def signing_in(email: str, address: str) -> Limits:
    """The limits of a sign-in.

    An office shares one address, so an address may fail more often than a person; and whoever guesses from one address
    must not be able to lock its owner out everywhere.
    """
    who = email.strip().lower()[:254]
    return {f"address:{address}": 100, f"email:{who}": 50, f"email:{who} address:{address}": 10}


def present_password(account_id: object) -> Limits:
    """The limits of saying one's present password."""
    return {f"present:{account_id}": 10}


async def count(transaction: Transaction, limits: Limits, now: datetime) -> bool:
    """Counts a guess as failed before it is judged; true when there were too many."""
    # In one order, so that two guesses wait for each other and never both.
    rows = await transaction.rows(_COUNT, sorted(limits), now, now - WINDOW)
    return any(row["times"] > limits[row["who"]] for row in rows)


async def forget(transaction: Transaction, limits: Limits, now: datetime) -> None:
    """The guess was right: it does not count. What is too old to count goes with it."""
    # Its own in the same order as they are counted in; then those of others, of which it waits for none.
    await transaction.execute(_FORGET, sorted(limits))
    await transaction.execute(_PURGE, now - WINDOW)
