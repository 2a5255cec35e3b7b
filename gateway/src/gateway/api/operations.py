"""Routes for operators, guarded by the services' shared secret: the view's counts and status, and its rebuild."""

from datetime import datetime
from typing import Any

from chassis.database import Database
from chassis.database.statements import Statement
from chassis.http.shared_secret import guarded_router
from chassis.inbox.feed import OwnerUnreachable
from chassis.inbox.following import Follower
from fastapi import APIRouter
from sqlalchemy import func, select
from starlette.responses import JSONResponse, Response

from gateway.api.response_models import KINDS
from gateway.consumers import SOURCES
from gateway.storage.tables import thing, timeline
from gateway.view.projection import clear_view
from gateway.view.status import read_view_status

_THINGS_BY_KIND = Statement(select(thing.c.kind, func.count().label("items")).group_by(thing.c.kind))
_THINGS = Statement(select(func.count()).select_from(thing))
_EVENTS = Statement(select(func.count()).select_from(timeline))


def operation_routes(database: Database, follower: Follower, token: str) -> APIRouter:
    """Returns `GET /api/status` (counts by kind and the view's status) and `POST /view/rebuild`."""
    router = guarded_router(token)

    @router.get("/api/status")
    async def status() -> Response:
        async with database.system_transaction() as transaction:
            rows = await transaction.rows(*_THINGS_BY_KIND())
        counts = {plural: 0 for plural in ("tickets", "assets", "people", "processes", "clients", "accounts")}
        paths = {kind: path for path, (kind, _) in KINDS.items()}
        counts.update({paths.get(row["kind"], row["kind"] + "s"): row["items"] for row in rows})
        view_status = await read_view_status(database)
        body: dict[str, Any] = {
            "counts": counts,
            "position": view_status.position,
            "up_to_date_at": _text(view_status.up_to_date_at),
            "rebuilding_since": _text(view_status.rebuilding_since),
        }
        return JSONResponse(body)

    @router.post("/view/rebuild")
    async def rebuild() -> Response:
        async with database.system_transaction() as transaction:
            await clear_view(transaction)
        follower.forget()
        waiting = [source for source in SOURCES if not await _pulled(follower, source)]
        async with database.system_transaction() as transaction:
            things = await transaction.value(*_THINGS())
            events = await transaction.value(*_EVENTS())
        return JSONResponse({"things": things, "events": events, "waiting_for": waiting})

    return router


async def _pulled(follower: Follower, source: str) -> bool:
    """Pulls everything of a source; returns False if its owner is unreachable, which catches up later by itself."""
    try:
        await follower.catch_up(sources=[source])
    except OwnerUnreachable:
        return False
    return True


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
