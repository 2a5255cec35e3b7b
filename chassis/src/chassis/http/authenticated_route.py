"""The door of a service: who asks is known before what they ask is read, so that strangers learn nothing of our shapes."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from chassis.http.identity import Identity

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def anybody(_: Identity) -> None:
    """Whoever has a token may come in; the rest is the domain's."""


def behind(identify: Callable[[Request], Identity], admit: Callable[[Identity], None] = anybody) -> type[APIRoute]:
    """The class of routes (`APIRouter(route_class=…)`) that refuse who is not known, or not admitted, first of all."""

    class Guarded(APIRoute):
        def get_route_handler(self) -> Handler:
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                admit(identify(request))
                return await handle(request)

            return guarded

    return Guarded
