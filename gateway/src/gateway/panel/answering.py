"""How the panel's routes answer when something goes wrong: in words, never with a bare code. And the headers of all pages."""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

import structlog
from chassis.database.errors import database_away
from chassis.domain.refusal import Refusal
from chassis.http.problems import CODE_OF_STATUS, of_refusal
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.panel.desk import Desk
from gateway.panel.flash import own_path, redirect
from gateway.panel.own_api import Refused
from gateway.panel.screens.problems import notice_of
from gateway.panel.texts import texts_of

log = structlog.get_logger(__name__)
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SIGN_IN = frozenset({"identity.not_signed_in", "identity.token_not_valid"})


def pages_of(desk: Desk) -> type[APIRoute]:
    """The class of the panel's routes."""

    class Page(APIRoute):
        def get_route_handler(self) -> Handler:
            handle = super().get_route_handler()

            async def answer(request: Request) -> Response:
                try:
                    response = await handle(request)
                except Exception as error:
                    response = _in_words(desk, request, error)
                response.headers.update(HEADERS)
                return response

            return answer

    return Page


def _in_words(desk: Desk, request: Request, error: Exception) -> Response:
    code, facts, status = _code_of(error)
    if code in _SIGN_IN:
        return _to_sign_in(request)
    if status == 500:
        log.error("panel.failed", path=request.url.path, exc_info=error)
    viewer = desk.stranger(request)
    notice = notice_of(code, facts, texts_of(viewer.language))
    again = request.url.path if status >= 500 and request.method == "GET" else None
    context = {"title": notice["title"], "text": notice["text"], "code": code, "status": status, "again": again}
    return HTMLResponse(desk.pages.render("problem.html", viewer, **context), status)


def _code_of(error: Exception) -> tuple[str, dict[str, Any], int]:
    if isinstance(error, Refused):
        return error.code, error.facts, error.status
    if isinstance(error, Refusal):
        return error.code, error.facts, of_refusal(error).status_code
    if isinstance(error, RequestValidationError):
        return "http.not_found", {}, 404
    if isinstance(error, HTTPException):
        return CODE_OF_STATUS.get(error.status_code, "http.error"), {}, error.status_code
    return ("database.unreachable", {}, 503) if database_away(error) else ("http.unexpected", {}, 500)


def _to_sign_in(request: Request) -> Response:
    """To the sign-in page and back. What was being typed is kept by the page itself."""
    back = request.url.path if request.method == "GET" else _referring(request)
    path = f"/sign-in?over={'0' if back == '/' else '1'}&back={quote(own_path(back))}"
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": path})
    return redirect(path)


def _referring(request: Request) -> str:
    _, _, rest = request.headers.get("referer", "").partition("://")
    return "/" + rest.partition("/")[2] if rest else "/"
