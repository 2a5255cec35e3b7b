"""Maps refusals to HTTP: RFC 9457 problem documents with stable codes. Texts are English here; the panel has its own.

Only this module maps kinds of refusals to status codes.
"""

import json
from typing import Any

import asyncpg
import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chassis.database import errors
from chassis.domain.refusal import Kind, Refusal
from chassis.domain.stored import NewerRelease

log = structlog.get_logger(__name__)

STATUS: dict[Kind, int] = {"invalid": 422, "not_found": 404, "forbidden": 403, "stale": 412, "refused": 409}
TYPE = "/problems/"
"""Base of the problem types, relative to the installation. docs/reference/problems.md has a line for each code."""
_STATUS_OF_CODE = {
    "identity.token_not_valid": 401,
    "identity.not_signed_in": 401,
    "identity.wrong_password": 401,
    "http.key_not_valid": 400,
    "http.if_match_not_valid": 400,
    "http.key_reused": 422,
    "http.too_many_requests": 429,
    "owner.unreachable": 503,
}

CODE_OF_STATUS = {
    400: "http.bad_request",
    404: "http.not_found",
    405: "http.method_not_allowed",
    413: "http.too_large",
    415: "http.media_type",
}
"""Codes of the refusals that the web framework makes."""


def problem(
    code: str, status: int, detail: str = "", facts: dict[str, Any] | None = None, headers: dict[str, str] | None = None
) -> Response:
    """Returns a problem document: type, title, status, code, detail, and the facts under `facts`."""
    body = {"type": TYPE + code, "title": code.replace("_", " ").replace(".", ": "), "status": status, "code": code}
    if detail:
        body["detail"] = detail
    if facts:
        body["facts"] = facts
    return Response(_to_json(body), status, headers, "application/problem+json")


def _to_json(body: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(body, default=str)
    except TypeError:  # the facts repeat half a surrogate pair or a huge number from the request
        return json.dumps(body, default=str).encode()


def of_refusal(refusal: Refusal) -> Response:
    """Returns the response to a refused command."""
    status = _STATUS_OF_CODE.get(refusal.code, STATUS[refusal.kind])
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return problem(refusal.code, status, facts=refusal.facts, headers=headers)


async def _refusal(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, Refusal)
    return of_refusal(error)


async def _validation(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, RequestValidationError)
    errors = [{"at": list(one["loc"]), "code": one["type"], "says": one["msg"]} for one in error.errors()]
    return problem("http.not_valid", 422, facts={"errors": errors})


async def _http(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, HTTPException)
    headers = dict(error.headers) if error.headers else None
    return problem(
        CODE_OF_STATUS.get(error.status_code, "http.error"), error.status_code, str(error.detail), headers=headers
    )


async def _storage(request: Request, error: Exception) -> Response:
    if errors.database_away(error) or errors.repeatable(error):
        log.warning("database.unreachable", path=request.url.path, error=repr(error))
        return problem("database.unreachable", 503, headers={"Retry-After": "1"})
    return await _unexpected(request, error)


async def _newer_release(request: Request, error: Exception) -> Response:
    log.info("request.for_a_newer_release", path=request.url.path, error=repr(error))
    return problem("release.newer", 503, headers={"Retry-After": "5"})


async def _not_storable(request: Request, error: Exception) -> Response:
    log.info("request.not_storable", path=request.url.path, error=repr(error))
    return problem("http.not_storable", 422, detail="a value holds characters or numbers that cannot be stored")


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("request.failed", path=request.url.path, exc_info=error)
    return problem("http.unexpected", 500)


def add_handlers(app: FastAPI) -> None:
    """Makes an application answer every error with a problem document."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(NewerRelease, _newer_release)
    app.add_exception_handler(asyncpg.DataError, _not_storable)
    app.add_exception_handler(UnicodeEncodeError, _not_storable)
    for error in (*errors.AWAY, *errors.CONFLICT):
        app.add_exception_handler(error, _storage)
    app.add_exception_handler(Exception, _unexpected)
