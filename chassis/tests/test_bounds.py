"""A request that is too large or has an unsupported content type is refused before the application reads it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from chassis.http import problems
from chassis.http.request_limits import LARGEST, LARGEST_FORM, RequestLimits
from fastapi import FastAPI, Request
from testkit.serving import served

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def app(reached: list[str]) -> FastAPI:
    app = FastAPI()
    problems.add_handlers(app)
    app.add_middleware(RequestLimits, larger={"/more": 2 * LARGEST})

    @app.post("/{path}")
    async def take(request: Request, path: str) -> int:
        reached.append(path)
        return len(await request.body())

    @app.get("/{path}")
    async def show(request: Request, path: str) -> int:
        reached.append(path)
        return len(await request.body())

    return app


@pytest.fixture
def reached() -> list[str]:
    return []


@pytest.fixture
async def session(reached: list[str]) -> AsyncIterator[aiohttp.ClientSession]:
    async with served(app(reached)) as address, aiohttp.ClientSession(address) as session:
        yield session


async def sent(session: aiohttp.ClientSession, path: str, body: object, content_type: str) -> tuple[int, object]:
    async with session.post(path, data=body, headers={"content-type": content_type}) as answer:
        content = await answer.json(content_type=None)
    return answer.status, content if answer.status == 200 else content["code"]


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(0, size, 65536):
        yield b" " * 65536


@pytest.mark.parametrize(
    ("path", "size", "content_type", "status"),
    [
        ("/any", LARGEST, JSON, 200),
        ("/any", LARGEST + 1, JSON, 413),
        ("/more", 2 * LARGEST, JSON, 200),
        ("/more", 2 * LARGEST + 1, JSON, 413),
        ("/any", LARGEST_FORM + 1, FORM, 413),
        ("/more", LARGEST_FORM + 1, FORM, 413),
    ],
)
async def test_a_body_has_a_largest_size(
    session: aiohttp.ClientSession, reached: list[str], path: str, size: int, content_type: str, status: int
) -> None:
    found = await sent(session, path, b" " * size, content_type)

    assert found == ((200, size) if status == 200 else (413, "http.too_large"))
    assert len(reached) == (status == 200)


async def test_a_body_that_does_not_say_how_large_it_is_is_counted(session: aiohttp.ClientSession) -> None:
    assert await sent(session, "/any", in_pieces(LARGEST), JSON) == (200, LARGEST)
    assert await sent(session, "/any", in_pieces(LARGEST + 65536), JSON) == (413, "http.too_large")


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=X",
        "Multipart/Form-Data; boundary=X; charset=punycode",
        f"{FORM}; charset=punycode",
        f'{JSON}; charset="utf-16"',
    ],
)
async def test_what_nobody_takes_apart_is_not_read(
    session: aiohttp.ClientSession, reached: list[str], content_type: str
) -> None:
    assert await sent(session, "/any", b"{}", content_type) == (415, "http.media_type")
    assert reached == []


@pytest.mark.parametrize("content_type", [JSON, f"{JSON}; charset=utf-8", f'{FORM};charset="UTF-8"; x=y', "text/plain"])
async def test_everything_else_passes(session: aiohttp.ClientSession, content_type: str) -> None:
    assert await sent(session, "/any", b"{}", content_type) == (200, 2)


async def test_a_question_with_a_body_is_bounded_too(session: aiohttp.ClientSession) -> None:
    async with session.get("/it", data=b"x" * (LARGEST + 1)) as answer:
        assert answer.status == 413
