"""The secret with which services and operators reach what is not for clients."""

from hmac import compare_digest

from starlette.requests import Request

from chassis.domain.refusal import Refusal


def require(request: Request, token: str) -> None:
    """Refuses a request that does not carry the services' shared secret; an empty secret opens nothing."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(given.encode(), token.encode()):
        raise Refusal("identity.not_signed_in", "forbidden")
