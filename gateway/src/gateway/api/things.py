"""Reads of the view over HTTP: one thing, lists, the start page. Every read is limited to the caller's scope."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from gateway.api.response_models import KINDS, detail_model, page_model
from gateway.identity.authentication import Authentication
from gateway.view.queries import Filter, View
from gateway.view.sort_orders import Sort


def json_response(content: bytes, version: int | None = None) -> Response:
    """Returns ready JSON, with the version as ETag."""
    return Response(content, headers={"ETag": f'"{version}"'} if version else None, media_type="application/json")


def thing_routes(authentication: Authentication, view: View) -> APIRouter:
    """Returns `GET /api/<things>` and `GET /api/<things>/{id}` for each kind, and `GET /api/start`."""
    router = APIRouter(prefix="/api")

    @router.get("/start", tags=["view"])
    async def start(request: Request) -> Response:
        """Returns the start page: decisions to take, what is happening, and counts by next move."""
        caller = await authentication.caller(request)
        return json_response(await view.start_page(caller.reader))

    for path, (kind, state) in KINDS.items():
        router.add_api_route(
            f"/{path}/{{id}}", _one(authentication, view, kind), tags=[path], name=f"one {kind}",
            responses={200: {"model": detail_model(state)}},
        )  # fmt: skip
        router.add_api_route(
            f"/{path}", _list(authentication, view, kind), tags=[path], name=f"list of {path}",
            responses={200: {"model": page_model(state)}},
        )  # fmt: skip
    return router


def _one(authentication: Authentication, view: View, kind: str) -> Any:
    async def one(
        request: Request, id: UUID, at_least: Annotated[int | None, Query(ge=1, lt=2**31)] = None
    ) -> Response:
        caller = await authentication.caller(request)
        found = await view.thing(caller.reader, kind, id, at_least)
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
        caller = await authentication.caller(request)
        if kind == "notification":
            linked_to = caller.account.id
        filters = Filter(client, status, open, next_move, mine, q, linked_to, sort)
        page = await view.page(caller.reader, kind, filters, cursor, limit)
        return json_response(page.to_json())

    return things
