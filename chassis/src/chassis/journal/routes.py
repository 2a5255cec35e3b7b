"""Serves the journal's feed over HTTP (heads and lines) to other services and the gateway's rebuild, not to clients."""

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from chassis.database import Database
from chassis.http.shared_secret import guarded_router
from chassis.journal import reading
from chassis.journal.line import to_cloud_event
from chassis.journal.relay import rewind


def feed_routes(database: Database, source: str, token: str) -> APIRouter:
    """Returns `GET /journal/heads`, `GET /journal?shard=&after=&limit=`, `POST /journal/replay`, with the shared secret."""
    router = guarded_router(token, "/journal")

    @router.get("/heads")
    async def heads() -> Response:
        async with database.system_transaction() as transaction:
            present = await reading.heads(transaction)
        return Response(orjson.dumps(present), media_type="application/json")

    @router.get("")
    async def lines(
        shard: int = Query(ge=0, lt=32), after: int = Query(0, ge=0), limit: int = Query(500, ge=1, le=5000)
    ) -> Response:
        async with database.system_transaction() as transaction:
            page = await reading.after(transaction, source, shard, after, limit)
        body = {"items": [to_cloud_event(line) for line in page]}
        return Response(orjson.dumps(body), media_type="application/json")

    @router.post("/replay")
    async def replay() -> Response:
        await rewind(database)
        database.committed.set()
        return Response(b"{}", media_type="application/json")

    return router
