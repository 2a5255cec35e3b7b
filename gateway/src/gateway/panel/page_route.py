"""The class of the panel's routes: it adds security headers and turns every error into a page with an explanation."""

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

from gateway.panel.flash import redirect, safe_path
from gateway.panel.in_process_api import ApiError
from gateway.panel.page_services import PageServices, services_of
from gateway.panel.screens.problems import refusal_notice
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


class PageRoute(APIRoute):
    """A route of the panel, for `APIRouter(route_class=…)`."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                response = await handle(request)
            except Exception as error:
                response = _error_page(services_of(request), request, error)
            response.headers.update(HEADERS)
            return response

        return answer


def _error_page(services: PageServices, request: Request, error: Exception) -> Response:
    code, facts, status = _code_of(error)
    if code in _SIGN_IN:
        return _to_sign_in(request)
    if status == 500:
        log.error("panel.failed", path=request.url.path, exc_info=error)
    viewer = services.anonymous_viewer(request)
    notice = refusal_notice(code, facts, texts_of(viewer.language))
    retry_path = request.url.path if status >= 500 and request.method == "GET" else None
    page = services.renderer.render(
        "problem.html",
        viewer,
        title=notice["title"],
        text=notice["text"],
        code=code,
        status=status,
        retry_path=retry_path,
    )
    return HTMLResponse(page, status)


def _code_of(error: Exception) -> tuple[str, dict[str, Any], int]:
    if isinstance(error, ApiError):
        return error.code, error.facts, error.status
    if isinstance(error, Refusal):
        return error.code, error.facts, of_refusal(error).status_code
    if isinstance(error, RequestValidationError):
        return "http.not_found", {}, 404
    if isinstance(error, HTTPException):
        return CODE_OF_STATUS.get(error.status_code, "http.error"), {}, error.status_code
    return ("database.unreachable", {}, 503) if database_away(error) else ("http.unexpected", {}, 500)


def _to_sign_in(request: Request) -> Response:
    """Redirects to the sign-in page, which leads back afterwards. The browser keeps what was being typed."""
    back = request.url.path if request.method == "GET" else _referring(request)
    path = f"/sign-in?over={'0' if back == '/' else '1'}&back={quote(safe_path(back))}"
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": path})
    return redirect(path)


def _referring(request: Request) -> str:
    _, _, rest = request.headers.get("referer", "").partition("://")
    return "/" + rest.partition("/")[2] if rest else "/"
