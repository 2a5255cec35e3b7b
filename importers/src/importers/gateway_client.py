"""The gateway's HTTP API as importers need it: sign in, find or make the client, read lists, post. Standard library only.

A command goes out with an idempotency key, so it is safe to send it again when nobody knows whether it arrived.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from uuid import UUID, uuid5

from embedded_platform.errors import OperatorError
from embedded_platform.progress import typed_command

KEYS = UUID("5b0b7d0e-54a5-4d0c-9a55-6f0a3f0c7f11")
"""The namespace of idempotency keys that follow from what is sent."""
TIMEOUT = 60.0
ATTEMPTS = 6
LONGEST_PAUSE = 10.0
RETRY_STATUSES = frozenset({429, 502, 503, 504})
"""Statuses after which a request is repeated."""
PAGE = 500

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway answered."""

    status: int
    body: Json

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        """Of a refusal: its stable code."""
        return str(self.body.get("code") or f"http.{self.status}")


class GatewayError(OperatorError):
    """The gateway cannot be reached or refuses the sign-in."""


class Gateway:
    """One signed-in connection to the gateway."""

    def __init__(self, url: str, token: str = "", attempts: int = ATTEMPTS) -> None:
        self.url = url.rstrip("/")
        self._attempts = attempts
        self._token = token

    def sign_in(self, email: str, password: str) -> None:
        """Gets a short-lived token for an account."""
        answer = self.send("POST", "/api/tokens", {"name": "import", "days": 1, "email": email, "password": password})
        if not answer.accepted:
            raise GatewayError(f"{email} could not sign in at {self.url} ({answer.code}).")
        self._token = str(answer.body["token"])

    def client(self, name: str) -> Json | None:
        """The client of that name, or None."""
        return next((one for one in self.all("/api/clients") if one["name"].casefold() == name.casefold()), None)

    def create_client(self, name: str) -> Json:
        """Creates a client."""
        answer = self.post("/api/clients", {"name": name}, key_of("/api/clients", {"name": name}))
        if not answer.accepted:
            raise GatewayError(f"The client {name} could not be created ({answer.code}).")
        return answer.body

    def all(self, path: str, **filters: str) -> Iterator[Json]:
        """Every item of a list, page by page."""
        cursor: str | None = None
        while True:
            wanted = {**filters, "limit": str(PAGE), **({"cursor": cursor} if cursor else {})}
            page = self.get(f"{path}?{urllib.parse.urlencode(wanted)}")
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def get(self, path: str) -> Json:
        """The answer to GET; raises GatewayError when it is refused."""
        answer = self.send("GET", path)
        if not answer.accepted:
            raise GatewayError(f"{self.url}{path} answered {answer.code}.")
        return answer.body

    def post(self, path: str, body: Json, key: str, client: str = "") -> Answer:
        """A command, with the key that makes it safe to repeat; `client` names whom it is for."""
        headers = {"Idempotency-Key": key, **({"Opslayer-Client": client} if client else {})}
        return self.send("POST", path, body, headers)

    def send(
        self, method: str, path: str, body: Json | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Sends a request; repeats it after a pause when the connection failed or the gateway is busy."""
        for attempt in range(1, self._attempts + 1):
            pause = min(0.25 * 2**attempt, LONGEST_PAUSE)
            try:
                answer, asked = self._once(method, path, body, headers or {})
            except (urllib.error.URLError, HTTPException, OSError) as error:
                if attempt == self._attempts:
                    raise GatewayError(
                        f"Nobody answers at {self.url}. Is Opslayer running? ({typed_command('up')})"
                    ) from error
            else:
                if answer.status not in RETRY_STATUSES or attempt == self._attempts:
                    return answer
                pause = min(asked or pause, LONGEST_PAUSE)
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _once(
        self, method: str, path: str, body: Json | None, headers: Mapping[str, str]
    ) -> tuple[Answer, float | None]:
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(f"{self.url}{path}", content, dict(headers), method=method)
        request.add_header("Accept", "application/json")
        if content is not None:
            request.add_header("Content-Type", "application/json")
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                return Answer(response.status, _json(response.read())), None
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _json(error.read())), _seconds(error.headers.get("Retry-After"))


def key_of(path: str, body: Json, about: str = "") -> str:
    """The same command has the same key, in this run and in the next one; `about` keeps two alike apart."""
    return str(uuid5(KEYS, json.dumps([path, body, about], sort_keys=True, ensure_ascii=False)))


def _json(content: bytes) -> Json:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {"value": found}


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isdigit() else None
