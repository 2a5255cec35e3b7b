"""For operators: how much there is, how the view stands, and building it anew. Guarded by the services' secret."""

from datetime import datetime
from typing import Any

from chassis.database import Database
from chassis.http.shared_secret import require
from chassis.inbox.feed import OwnerUnreachable
from chassis.inbox.following import Follower
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.consumers import SOURCES
from gateway.view import rebuilding
from gateway.view.head import read_head


def operation_routes(database: Database, follower: Follower, token: str) -> APIRouter:
    """`GET /api/status` (counts by kind) and `POST /view/rebuild`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/api/status")
    async def status(request: Request) -> Response:
        require(request, token)
        async with database.system_transaction() as transaction:
            rows = await transaction.rows("SELECT kind, count(*) AS items FROM thing GROUP BY kind")
        counts = {plural: 0 for plural in ("tickets", "assets", "people", "processes", "clients", "accounts")}
        counts.update({_PLURALS.get(row["kind"], row["kind"] + "s"): row["items"] for row in rows})
        stands = await read_head(database)
        body: dict[str, Any] = {
            "counts": counts,
            "position": stands.position,
            "up_to_date_at": _text(stands.up_to_date_at),
            "rebuilding_since": _text(stands.rebuilding_since),
        }
        return JSONResponse(body)

    @router.post("/view/rebuild")
    async def rebuild(request: Request) -> Response:
        require(request, token)
        async with database.system_transaction() as transaction:
            await rebuilding.clear(transaction)
        follower.forget()
        waiting = [source for source in SOURCES if not await _pulled(follower, source)]
        async with database.system_transaction() as transaction:
            things = await transaction.value("SELECT count(*) FROM thing")
            events = await transaction.value("SELECT count(*) FROM timeline")
        return JSONResponse({"things": things, "events": events, "waiting_for": waiting})

    return router


async def _pulled(follower: Follower, source: str) -> bool:
    """Pulls everything of a source; an owner that is away is caught up with when it is back."""
    try:
        await follower.catch_up(sources=[source])
    except OwnerUnreachable:
        return False
    return True


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


_PLURALS = {"person": "people", "process": "processes"}
