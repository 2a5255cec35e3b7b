"""Checks the shared secret of services and operators on routes that are not for clients."""

from hmac import compare_digest

from starlette.requests import Request

from chassis.domain.refusal import Refusal


def require(request: Request, token: str) -> None:
    """Refuses a request without the services' shared secret. An empty secret admits nobody."""
    presented = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(presented.encode(), token.encode()):
        raise Refusal("identity.not_signed_in", "forbidden")
