"""Begins generations of a journal. A restored backup needs a new one (docs/operations), so that no number is assigned twice.

An operator who restores an owner's database calls `begin` before the service runs again. Consumers then know up to which line
the restored journal equals the one they followed.
"""

from chassis.database import Transaction

_BEGIN = """INSERT INTO journal_generation (number, generation, base)
SELECT (SELECT max(number) FROM journal_generation) + 1, gen_random_uuid(), array_agg(head ORDER BY shard)
FROM journal_shard RETURNING generation"""


async def begin(transaction: Transaction) -> str:
    """Begins a new generation at the present heads and returns its name. Needs a system transaction."""
    return str(await transaction.value(_BEGIN))
