"""Limits how often a secret may be guessed. An attempt is counted before it is checked, so parallel guesses count too."""

from datetime import datetime, timedelta

from chassis.database import Transaction
from chassis.database.statements import Statement
from chassis.database.tables import Moment
from sqlalchemy import ARRAY, Text, any_, bindparam, case, delete, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert

from gateway.storage.tables import sign_in_failure

WINDOW = timedelta(minutes=15)
_NOW, _OLD = bindparam("now", type_=Moment), sign_in_failure.c.first_at < bindparam("since", type_=Moment)
_TRIED = func.unnest(bindparam("who", type_=ARRAY(Text))).column_valued("tried")
_TIMES, _FIRST_AT = sign_in_failure.c.times, sign_in_failure.c.first_at
_COUNT = Statement(
    insert(sign_in_failure)
    .from_select(["who", "times", "first_at"], select(_TRIED, literal_column("1"), _NOW))
    .on_conflict_do_update(
        index_elements=["who"],
        set_={"times": case((_OLD, 1), else_=_TIMES + 1), "first_at": case((_OLD, _NOW), else_=_FIRST_AT)},
    )
    .returning(sign_in_failure.c.who, _TIMES)
)
_OWN = (
    select(sign_in_failure.c.who)
    .where(sign_in_failure.c.who == any_(bindparam("who", type_=ARRAY(Text))))
    .order_by(sign_in_failure.c.who.collate("C"))
    .with_for_update()
    .subquery("own")
)
_UNCOUNT = Statement(
    update(sign_in_failure).values(times=func.greatest(_TIMES - 1, 0)).where(sign_in_failure.c.who == _OWN.c.who)
)
_PURGED = select(sign_in_failure.c.who).where(_OLD).with_for_update(skip_locked=True)
_PURGE = Statement(delete(sign_in_failure).where(sign_in_failure.c.who.in_(_PURGED)))

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
    rows = await transaction.rows(*_COUNT(who=sorted(limits), now=now, since=now - WINDOW))
    return any(row["times"] > limits[row["who"]] for row in rows)


async def forget_attempt(transaction: Transaction, limits: Limits, now: datetime) -> None:
    """Takes back a successful attempt, and deletes the counts that are too old."""
    # Sorted as when they are counted. The counts of others are skipped where they are locked.
    await transaction.execute(*_UNCOUNT(who=sorted(limits)))
    await transaction.execute(*_PURGE(since=now - WINDOW))
