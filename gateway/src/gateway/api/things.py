"""Reading the view over HTTP: one thing, lists, the start page, counts. Everything is scoped to who asks."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from gateway.api.answers import detailed, listed
from gateway.identity.authentication import Authentication
from gateway.view.order import Sort
from gateway.view.reading import Filter, View

KINDS: dict[str, str] = {
    "tickets": "ticket",
    "assets": "asset",
    "models": "model",
    "people": "person",
    "processes": "process",
    "decisions": "decision",
    "scenarios": "scenario",
    "handovers": "handover",
    "notifications": "notification",
    "clients": "client",
    "accounts": "account",
}
"""Path under /api -> kind of thing."""


def json_response(content: bytes, version: int | None = None) -> Response:
    """JSON that is ready already, with the version as ETag."""
    return Response(content, headers={"ETag": f'"{version}"'} if version else None, media_type="application/json")


def thing_routes(authentication: Authentication, view: View) -> APIRouter:
    """`GET /api/<things>` and `GET /api/<things>/{id}` for each kind, and `GET /api/start`."""
    router = APIRouter(prefix="/api")

    @router.get("/start", tags=["view"])
    async def start(request: Request) -> Response:
        """What must I decide, what is happening, whose move is it."""
        signed_in = await authentication.of(request)
        return json_response(await view.start(signed_in.reader))

    for path, kind in KINDS.items():
        router.add_api_route(
            f"/{path}/{{id}}", _one(authentication, view, kind), tags=[path], name=f"one {kind}",
            responses={200: {"model": detailed(kind)}},
        )  # fmt: skip
        router.add_api_route(
            f"/{path}", _list(authentication, view, kind), tags=[path], name=f"list of {path}",
            responses={200: {"model": listed(kind)}},
        )  # fmt: skip
    return router


def _one(authentication: Authentication, view: View, kind: str) -> Any:
    async def one(
        request: Request, id: UUID, at_least: Annotated[int | None, Query(ge=1, lt=2**31)] = None
    ) -> Response:
        signed_in = await authentication.of(request)
        found = await view.one(signed_in.reader, kind, id, at_least)
        return json_response(found.to_json(), found.version)

    return one


def _list(authentication: Authentication, view: View, kind: str) -> Any:
    async def things(
        request: Request,
        client: UUID | None = None,
        status: str | None = None,
        open: bool | None = None,
        next_move: str | None = None,
        mine: bool = False,
        q: Annotated[str | None, Query(max_length=200)] = None,
        linked_to: UUID | None = None,
        sort: Sort = "newest",
        cursor: str | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> Response:
        signed_in = await authentication.of(request)
        if kind == "notification":
            linked_to = signed_in.account.id
        wanted = Filter(client, status, open, next_move, mine, q, linked_to, sort)
        page = await view.page(signed_in.reader, kind, wanted, cursor, limit)
        return json_response(page.to_json())

    return things
