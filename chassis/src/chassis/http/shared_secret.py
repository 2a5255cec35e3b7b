"""Guards the routes of services and operators, which are not for clients, with a shared secret."""

from hmac import compare_digest

from fastapi import APIRouter, Depends, Request

from chassis.domain.refusal import Refusal


def guarded_router(token: str, prefix: str = "") -> APIRouter:
    """Returns a router whose routes refuse a request without the services' shared secret. An empty one admits nobody."""

    async def check(request: Request) -> None:
        presented = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not token or not compare_digest(presented.encode(), token.encode()):
            raise Refusal("identity.not_signed_in", "forbidden")

    return APIRouter(prefix=prefix, include_in_schema=False, dependencies=[Depends(check)])
