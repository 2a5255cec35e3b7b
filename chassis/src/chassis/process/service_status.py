"""Reports the status of one service: journal heads, unsent lines, watermarks on other services, parked messages.

It is for operators: the status of all services together shows the lag of each (`opslayer status`).
"""

from typing import Any

from fastapi import APIRouter

from chassis.database import Database, Transaction
from chassis.http.shared_secret import guarded_router
from chassis.inbox import parked
from chassis.journal import reading

_UNSENT = "SELECT coalesce(sum(head - sent), 0)::bigint FROM journal_shard JOIN relay_mark USING (shard)"
_APPLIED = "SELECT source, generation, array_agg(seq ORDER BY shard) AS marks FROM inbox GROUP BY source, generation"


def status_routes(database: Database, token: str) -> APIRouter:
    """Returns `GET /status`, which needs the shared secret."""
    router = guarded_router(token)

    @router.get("/status")
    async def status() -> dict[str, Any]:
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
    """Returns source -> generation -> the watermark of each shard."""
    watermarks: dict[str, dict[str, list[int]]] = {}
    for row in await transaction.rows(_APPLIED):
        watermarks.setdefault(row["source"], {})[row["generation"]] = list(row["marks"])
    return watermarks
