"""Users of the gateway's API in tests: accounts that are signed in, companies of such accounts, and refusals."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from uuid import uuid4

import aiohttp

WAIT_SECONDS = 60.0
"""Seconds a user waits for something that has to come."""
Json = dict[str, Any]


class Refused(Exception):
    """The gateway said no: status, code and the whole problem document."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(f"{status} {problem}")
        self.status = status
        self.code = str(problem.get("code", ""))
        self.problem = problem


@dataclass(slots=True)
class ApiUser:
    """An account that signs in when it first sends something: many people of tests only use the panel."""

    gateway: str
    session: aiohttp.ClientSession
    account: Json
    password: str
    _token: str = ""

    async def token(self) -> str:
        """The token of its requests."""
        if not self._token:
            given = {"email": self.account["email"], "password": self.password, "name": "test"}
            async with self.session.post(f"{self.gateway}/api/tokens", json=given, headers=_new_key()) as answer:
                self._token = (await _content(answer))["token"]
        return self._token

    async def get(self, path: str, **query: Any) -> Json:
        """Reads; values of the query that are None are left out."""
        return await self._send(
            "GET", path, None, {key: str(value) for key, value in query.items() if value is not None}
        )

    async def post(
        self,
        path: str,
        body: Json | None = None,
        *,
        key: str | None = None,
        version: int | None = None,
        method: str = "POST",
        client: str | None = None,
    ) -> Json:
        """Gives a command, with an Idempotency-Key of its own unless one is given; for a client, if one is named."""
        headers = {"Idempotency-Key": key} if key else _new_key()
        if client is not None:
            headers["Opslayer-Client"] = client
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return await self._send(method, path, body if body is not None else {}, {}, headers)

    async def until(self, path: str, wanted: Callable[[Json], bool] = bool, **query: Any) -> Json:
        """Reads until what is wanted is there; fails with the last answer when the time is over."""
        end = time.monotonic() + WAIT_SECONDS
        found: Json = {}
        while time.monotonic() < end:
            found = await self._try(path, query) or found
            if found and wanted(found):
                return found
            await asyncio.sleep(0.1)
        raise AssertionError(f"{path} never became what was wanted; last: {str(found)[:20000]}")

    async def one(self, path: str, wanted: Callable[[Json], bool] = lambda _: True, **query: Any) -> Json:
        """The first item of a list that is as wanted, as soon as there is one."""
        page = await self.until(path, lambda found: any(wanted(item) for item in found["items"]), **query)
        item: Json = next(item for item in page["items"] if wanted(item))
        return item

    async def _try(self, path: str, query: Json) -> Json | None:
        try:
            return await self.get(path, **query)
        except Refused as refused:
            if refused.status in (404, 503):
                return None
            raise

    async def _send(
        self, method: str, path: str, body: Json | None, query: dict[str, str], headers: dict[str, str] | None = None
    ) -> Json:
        sent = {"Authorization": f"Bearer {await self.token()}", **(headers or {})}
        async with self.session.request(
            method, f"{self.gateway}/api{path}", json=body, params=query, headers=sent
        ) as answer:
            return await _content(answer)


def _new_key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


async def _content(answer: aiohttp.ClientResponse) -> Json:
    content: Json = await answer.json(content_type=None) if answer.status != 204 else {}
    if answer.status >= 400:
        raise Refused(answer.status, content)
    return content


class GatewayApi:
    """The gateway as a test reaches it: signs people in and makes clients and accounts."""

    def __init__(self, gateway: str, email: str, password: str) -> None:
        self.gateway = gateway.rstrip("/")
        self._credentials = (email, password)
        self._administrator: ApiUser | None = None
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> "GatewayApi":
        timeout = aiohttp.ClientTimeout(total=30)
        self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    def user(self, account: Json, password: str) -> ApiUser:
        """The owner of an account."""
        return ApiUser(self.gateway, self._session, account, password)

    async def sign_in(self, email: str, password: str) -> ApiUser:
        """Signs an account in."""
        user = self.user({"email": email}, password)
        user.account = (await user.get("/sessions/current"))["account"]
        return user

    async def administrator(self) -> ApiUser:
        """The first administrator of the installation, who signs in once."""
        if self._administrator is None:
            self._administrator = await self.sign_in(*self._credentials)
        return self._administrator

    async def company(self, name: str) -> "Company":
        """A new client with a decider, a requester, and a technician of the provider who works for it only."""
        administrator = await self.administrator()
        unique = uuid4().hex[:8]
        client = await administrator.post("/clients", {"name": f"{name} {unique}"})
        return Company(self, administrator, client, unique)


@dataclass(slots=True)
class Company:
    """A client of the test, and how people of it and for it get in."""

    gateway_api: GatewayApi
    administrator: ApiUser
    client: Json
    unique: str

    async def member(self, name: str, *roles: str) -> ApiUser:
        """Somebody of the client."""
        return await self._account(name, "client", list(roles), {"client": self.client["id"]})

    async def technician(self, name: str, *roles: str) -> ApiUser:
        """Somebody of the provider who works for this client."""
        return await self._account(name, "provider", list(roles) or ["technician"], {"clients": [self.client["id"]]})

    async def _account(self, name: str, side: str, roles: list[str], more: Json) -> ApiUser:
        email = f"{name.lower().replace(' ', '.')}.{self.unique}@example.com"
        body = {"email": email, "name": name, "side": side, "roles": roles, "password": "a-long-password", **more}
        account = await self.administrator.post("/accounts", body)
        return self.gateway_api.user(account, "a-long-password")
