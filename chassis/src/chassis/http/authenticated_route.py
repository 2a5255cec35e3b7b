"""Authenticates a request before its body is read, so that unknown callers learn nothing about the shape of requests."""

from collections.abc import Callable, Coroutine
from inspect import isawaitable
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def everybody(_: object) -> None:
    """Admits every authenticated caller. The domain decides the rest."""


def authenticated(identify: Callable[[Request], Any], admit: Callable[[Any], None] = everybody) -> type[APIRoute]:
    """Returns a route class (`APIRouter(route_class=…)`) that refuses callers who are not authenticated or admitted.

    `identify` returns the caller or refuses, at once or as a coroutine.
    """

    class AuthenticatedRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            handle = super().get_route_handler()

            async def authenticated(request: Request) -> Response:
                found = identify(request)
                admit(await found if isawaitable(found) else found)
                return await handle(request)

            return authenticated

    return AuthenticatedRoute
