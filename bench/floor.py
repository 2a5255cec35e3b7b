"""The floor that figures are held against: the least a FastAPI program with asyncpg can do for the same work.

One process, no gateway, no rules, no rights: a ticket and an outbox row in one transaction, or one row read by its id.
Run as `python bench/floor.py PORT DATABASE_URL`.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import uvicorn
import uvloop
from chassis.identifiers import new_id
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.responses import Response

SCHEMA = """
CREATE TABLE IF NOT EXISTS floor_ticket (id uuid PRIMARY KEY, client_id uuid NOT NULL, title text NOT NULL,
  description text NOT NULL, status text NOT NULL, opened_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS floor_outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL,
  ticket_id uuid NOT NULL, data jsonb NOT NULL);
"""
INSERT = "INSERT INTO floor_ticket (id, client_id, title, description, status) VALUES ($1, $2, $3, $4, 'new')"
OUTBOX = "INSERT INTO floor_outbox (type, ticket_id, data) VALUES ('ticket.opened', $1, $2)"


class NewTicket(BaseModel):
    """What a ticket needs at least."""

    title: str
    description: str = ""


def build(database_url: str) -> FastAPI:
    """The whole floor."""
    pools: list[Any] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG001
        pools.append(await asyncpg.create_pool(database_url, min_size=2, max_size=8))
        await pools[0].execute(SCHEMA)
        yield
        await pools[0].close()

    app = FastAPI(lifespan=lifespan)
    client = UUID(int=7)

    @app.post("/tickets", status_code=201)
    async def create(body: NewTicket) -> Response:
        ticket = new_id()
        content = {"id": str(ticket), "title": body.title, "description": body.description, "status": "new"}
        async with pools[0].acquire() as connection, connection.transaction():
            await connection.execute(INSERT, ticket, client, body.title, body.description)
            await connection.execute(OUTBOX, ticket, orjson.dumps(content).decode())
        return Response(orjson.dumps(content), 201, media_type="application/json")

    @app.get("/tickets/{id}")
    async def read(id: UUID) -> Response:
        row = await pools[0].fetchrow(
            "SELECT id, title, description, status, opened_at FROM floor_ticket WHERE id = $1", id
        )
        return Response(orjson.dumps(dict(row), default=str), media_type="application/json")

    return app


if __name__ == "__main__":
    config = uvicorn.Config(
        build(sys.argv[2]), port=int(sys.argv[1]), loop="none", http="httptools", log_level="warning", access_log=False
    )
    uvloop.run(uvicorn.Server(config).serve())
