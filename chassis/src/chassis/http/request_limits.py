"""Limits requests before authentication and before anything is read. It is plain ASGI, like `RequestMetrics`.

Bodies are JSON or simple forms in UTF-8. Parsing anything else can block a whole process (a form with parts in some character
sets takes seconds per megabyte), so it is refused unread.
"""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.http.problems import problem

LARGEST = 1024 * 1024
LARGEST_FORM = 512 * 1024
"""Bytes. A text of twenty thousand letters takes about 120 KiB in a form."""
_CHARACTER_SETS = frozenset({"utf-8", "utf8", "us-ascii"})


class RequestLimits:
    """Answers 413 and 415 instead of the application. `larger` maps paths that take more to their limit in bytes."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] in ("GET", "HEAD"):
            # These need no body and nothing reads one. A stream still learns when the client disconnects.
            await self._app(scope, _counted(receive, LARGEST), send)
            return
        headers = Headers(scope=scope)
        content_type = headers.get("content-type", "").lower()
        if not _readable(content_type):
            await problem("http.media_type", 415)(scope, receive, send)
            return
        most = LARGEST_FORM if "form" in content_type else self._larger.get(scope["path"], LARGEST)
        announced = headers.get("content-length", "")
        if announced.isdigit() and int(announced[:20]) > most:
            await problem("http.too_large", 413, facts={"most": most})(scope, receive, send)
            return
        await self._app(scope, _counted(receive, most), send)


def _readable(content_type: str) -> bool:
    kind, _, rest = content_type.partition(";")
    _, separator, charset = rest.partition("charset=")
    return not kind.strip().startswith("multipart/") and (
        not separator or charset.partition(";")[0].strip(" \"'") in _CHARACTER_SETS
    )


def _counted(receive: Receive, most: int) -> Receive:
    """Raises 413 for a body that exceeds the limit although its announced size was missing or wrong."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413)
        return message

    return counted
