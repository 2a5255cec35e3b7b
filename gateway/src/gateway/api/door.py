"""The gateway's door for routes that describe their body themselves: strangers are refused before anything is read."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from gateway.identity.authentication import Authentication

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def known_first(authentication: Authentication) -> type[APIRoute]:
    """The class of routes (`APIRouter(route_class=…)`) that find out who asks before they look at what."""

    class Known(APIRoute):
        def get_route_handler(self) -> Handler:
            handle = super().get_route_handler()

            async def known(request: Request) -> Response:
                await authentication.of(request)
                return await handle(request)

            return known

    return Known
