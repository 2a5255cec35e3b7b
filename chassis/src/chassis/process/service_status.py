"""How one service stands: its journal's heads, what its relay has not sent, how far it applied the others, what is parked.

For operators: the services' standings together say how far each of them is behind (`opslayer status`).
"""

from typing import Any

from fastapi import APIRouter, Request

from chassis.database import Database, Transaction
from chassis.http.shared_secret import require
from chassis.inbox import parked
from chassis.journal import reading

_UNSENT = "SELECT coalesce(sum(head - sent), 0)::bigint FROM journal_shard JOIN relay_mark USING (shard)"
_APPLIED = "SELECT source, generation, array_agg(seq ORDER BY shard) AS marks FROM inbox GROUP BY source, generation"


def standing_routes(database: Database, token: str) -> APIRouter:
    """`GET /standing`; wants the shared secret."""
    router = APIRouter(include_in_schema=False)

    @router.get("/standing")
    async def standing(request: Request) -> dict[str, Any]:
        require(request, token)
        async with database.system_transaction() as transaction:
            heads = await reading.heads(transaction)
            return {
                "generation": heads.generation,
                "heads": heads.heads,
                "unsent": await transaction.value(_UNSENT),
                "parked": await parked.count(transaction),
                "applied": await _applied(transaction),
            }

    return router


async def _applied(transaction: Transaction) -> dict[str, dict[str, list[int]]]:
    """Source -> generation -> the watermark of each shard."""
    found: dict[str, dict[str, list[int]]] = {}
    for row in await transaction.rows(_APPLIED):
        found.setdefault(row["source"], {})[row["generation"]] = list(row["marks"])
    return found
