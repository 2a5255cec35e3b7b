"""Routes that authenticate the caller before FastAPI parses the request, so that strangers learn nothing from errors."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from gateway.identity.authentication import Authentication

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def authenticated_route(authentication: Authentication) -> type[APIRoute]:
    """Returns the class of such routes, for `APIRouter(route_class=…)`."""

    class AuthenticatedRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            handle = super().get_route_handler()

            async def authenticated(request: Request) -> Response:
                await authentication.caller(request)
                return await handle(request)

            return authenticated

    return AuthenticatedRoute
