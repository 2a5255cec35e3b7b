"""Events over HTTP: a resumable stream for browsers and apps, the same in pages, and the timeline of a thing."""

import re
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from gateway.api.things import json_response
from gateway.identity.authentication import Authentication
from gateway.view.event_stream import EventStream, to_event, to_server_sent_event
from gateway.view.queries import Reader, View

Position = Annotated[int, Query(ge=0, lt=2**63)]
_POSITION = re.compile(r"[0-9]{1,18}", re.ASCII)


def _parse_position(last_event_id: str | None) -> int | None:
    """Returns the position to resume after; anything but a number we sent counts as none."""
    return int(last_event_id) if last_event_id and _POSITION.fullmatch(last_event_id) else None


def event_routes(authentication: Authentication, view: View, stream: EventStream) -> APIRouter:
    """Returns `GET /api/events` (text/event-stream, or JSON for `Accept: application/json`) and `GET /api/timeline`."""
    router = APIRouter(prefix="/api", tags=["events"])

    async def page(request: Request, thing: UUID | None, client: UUID | None, after: int, limit: int) -> Response:
        caller = await authentication.caller(request)
        rows = await view.timeline(caller.reader, thing=thing, client_id=client, after=after, limit=limit)
        items = [to_event(row) for row in rows]
        following = str(rows[-1]["position"]) if len(rows) == limit else None
        body = {"items": items, "next": following, "total": len(items)}
        return json_response(orjson.dumps(body, default=str))

    @router.get("/timeline")
    async def timeline(
        request: Request,
        thing: UUID | None = None,
        client: UUID | None = None,
        cursor: Position = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> Response:
        """Returns events in the order they were projected: of one thing and of what is linked to it, or of everything."""
        return await page(request, thing, client, cursor, limit)

    @router.get("/events")
    async def events(
        request: Request,
        after: Position | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        last_event_id: Annotated[str | None, Header(max_length=100)] = None,
    ) -> Response:
        """Streams new events after `Last-Event-ID` or `after`, until the session ends. As JSON: one page of them."""
        if "application/json" in request.headers.get("accept", ""):
            return await page(request, None, None, after or 0, limit)
        await authentication.caller(request)
        last_seen = _parse_position(last_event_id)
        last_seen = after if last_seen is None else last_seen
        position = (await stream.view_status()).position if last_seen is None else last_seen

        async def current_reader() -> Reader:
            return (await authentication.caller(request)).reader

        async def messages() -> AsyncIterator[bytes]:
            yield b"retry: 1000\n\n"
            async for row in stream.events(current_reader, position):
                yield to_server_sent_event(row)

        return StreamingResponse(
            messages(), media_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )

    return router
