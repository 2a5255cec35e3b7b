"""What changed: a resumable stream for browsers and apps, a feed to page through, and the timeline of a thing."""

import re
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from gateway.api.things import json_response
from gateway.identity.authentication import Authentication
from gateway.view.reading import Reader, View
from gateway.view.stream import Stream, to_event, to_server_sent_event

Position = Annotated[int, Query(ge=0, lt=2**63)]
_POSITION = re.compile(r"[0-9]{1,18}", re.ASCII)


def _position(last_event_id: str | None) -> int | None:
    """Where a stream was; a browser sends back what it was given, so anything else is as good as nothing."""
    return int(last_event_id) if last_event_id and _POSITION.fullmatch(last_event_id) else None


def event_routes(authentication: Authentication, view: View, stream: Stream) -> APIRouter:
    """`GET /api/events` (text/event-stream, or JSON for `Accept: application/json`) and `GET /api/timeline`."""
    router = APIRouter(prefix="/api", tags=["events"])

    async def page(request: Request, thing: UUID | None, client: UUID | None, after: int, limit: int) -> Response:
        signed_in = await authentication.of(request)
        rows = await view.timeline(signed_in.reader, thing=thing, client_id=client, after=after, limit=limit)
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
        """Events of one thing and of what is linked to it, or of everything, in the order they came into view."""
        return await page(request, thing, client, cursor, limit)

    @router.get("/events")
    async def events(
        request: Request,
        after: Position | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        last_event_id: Annotated[str | None, Header(max_length=100)] = None,
    ) -> Response:
        """The live stream; resumes after `Last-Event-ID` or `after`. It ends with the session. As JSON: one page of it."""
        if "application/json" in request.headers.get("accept", ""):
            return await page(request, None, None, after or 0, limit)
        await authentication.of(request)
        known = _position(last_event_id)
        seen = after if known is None else known
        position = (await stream.head()).position if seen is None else seen

        async def asked() -> Reader:
            return (await authentication.of(request)).reader

        async def messages() -> AsyncIterator[bytes]:
            yield b"retry: 1000\n\n"
            async for row in stream.events(asked, position):
                yield to_server_sent_event(row)

        return StreamingResponse(
            messages(), media_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )

    return router
