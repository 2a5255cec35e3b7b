"""Serves liveness, readiness and metrics of a process. It stays ready without Kafka, because the journal keeps the lines."""

from collections.abc import Awaitable, Callable
from importlib.metadata import version

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from chassis.database import Database

Facts = Callable[[], Awaitable[dict[str, object]]]
Alive = Callable[[], bool]
RELEASE = version("chassis")


def health_routes(database: Database, facts: Facts, alive: Alive) -> APIRouter:
    """Returns `/livez` (the process and its loops), `/readyz` (its database) and `/metrics`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def live() -> Response:
        return JSONResponse({"live": alive()}, 200 if alive() else 503)

    @router.get("/readyz")
    async def ready() -> Response:
        try:
            async with database.connection(database.app) as connection:
                await connection.fetchval("SELECT count(*) FROM journal_generation")
        except Exception as error:
            return JSONResponse({"ready": False, "database": repr(error)}, 503)
        return JSONResponse({"ready": True, "version": RELEASE, "database": "ok", **await facts()})

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
