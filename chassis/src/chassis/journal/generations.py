"""Generations of a journal: what the restore of a backup begins (docs/operations), so that numbers are never given twice.

Whoever restores an owner's database calls `begin` before the service runs again: consumers then know up to which line
the restored journal is the one they followed.
"""

from chassis.database import Transaction

_BEGIN = """INSERT INTO journal_generation (number, generation, base)
SELECT (SELECT max(number) FROM journal_generation) + 1, gen_random_uuid(), array_agg(head ORDER BY shard)
FROM journal_shard RETURNING generation"""


async def begin(transaction: Transaction) -> str:
    """Begins a new generation at the present heads; returns its name. System transactions only."""
    return str(await transaction.value(_BEGIN))
