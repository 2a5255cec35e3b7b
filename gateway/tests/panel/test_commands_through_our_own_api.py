"""The panel changes things as any client app does: over the API, with the same headers, refused in the same way."""

from typing import Any

import orjson
import pytest
from gateway.panel.flash import safe_path
from gateway.panel.in_process_api import ApiError, InProcessApi
from starlette.requests import Request
from starlette.types import Receive, Scope, Send


class Echo:
    """An application that answers with what it was sent, or refuses."""

    def __init__(self, status: int = 200) -> None:
        self.status = status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive())["body"]
        sent = {name.decode(): value.decode() for name, value in scope["headers"]}
        content = {
            "path": scope["path"],
            "method": scope["method"],
            "headers": sent,
            "body": orjson.loads(body),
            "code": "x.no",
        }
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"etag", b'"7"')]})
        await send({"type": "http.response.body", "body": orjson.dumps(content)})


def a_request() -> Request:
    headers = [
        (b"cookie", b"opslayer_session=s"),
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"host", b"h"),
    ]
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/tickets",
        "headers": headers,
    }
    return Request({**scope, "query_string": b"a=1"})


async def test_a_command_goes_to_the_api_as_the_same_account() -> None:
    reply = await InProcessApi(Echo()).send(a_request(), "POST", "/api/tickets", {"title": "Ł"}, {"if-match": '"3"'})

    assert (reply.state["path"], reply.state["body"], reply.version) == ("/api/tickets", {"title": "Ł"}, 7)
    assert reply.state["headers"] == {
        "cookie": "opslayer_session=s",
        "content-type": "application/json",
        "if-match": '"3"',
    }


async def test_a_refusal_keeps_its_code() -> None:
    with pytest.raises(ApiError) as refused:
        await InProcessApi(Echo(409)).send(a_request(), "POST", "/api/tickets", {}, {})

    assert (refused.value.status, refused.value.code) == (409, "x.no")


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "https://evil.example", "", None])
def test_nobody_is_led_to_somebody_elses_site(path: str | None) -> None:
    assert safe_path(path) == "/"


def test_a_page_of_ours_is_gone_back_to() -> None:
    assert safe_path("/tickets?show=open") == "/tickets?show=open"
