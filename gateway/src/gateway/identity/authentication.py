"""Finds the account that makes a request, by its session cookie or bearer token, and caches it for some seconds.

A request with a cookie must carry the session's CSRF token, which proves that it comes from a page of ours.
"""

import hmac
import time
from dataclasses import dataclass
from hashlib import sha256

from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.process.clock import Clock
from contracts.gateway.state import Account
from starlette.requests import Request

from gateway.identity import tokens
from gateway.identity.repositories import ACCOUNTS, CLIENT_IDS, public
from gateway.view.queries import Reader

COOKIE = "opslayer_session"
CACHE_SECONDS = 15.0
"""How long another replica may still accept a session that was ended here."""
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """The account that makes a request, what it may see, its token, and its CSRF token (empty for bearer tokens)."""

    account: Account
    reader: Reader
    token: str
    csrf: str

    @property
    def actor(self) -> Actor:
        account = self.account
        return Actor(account.side, account.name, account.id, frozenset(account.roles), account.person_id)

    def require(self, *roles: str) -> None:
        """Refuses an account that has none of the roles."""
        if not self.actor.has(*roles):
            raise Refusal("identity.role_missing", "forbidden", needed=sorted(roles))


class Authentication:
    """Finds the caller of each request."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._cache: dict[str, tuple[float, Caller]] = {}

    async def caller(self, request: Request) -> Caller:
        """Returns the caller; refuses `identity.not_signed_in`, and `identity.csrf` for a request from another site."""
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and bearer:
            return await self._caller_with_token(bearer)
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            raise Refusal("identity.not_signed_in", "forbidden")
        caller = await self._caller_with_token(cookie)
        if not caller.csrf:  # a bearer token in a cookie would have no CSRF protection
            raise Refusal("identity.not_signed_in", "forbidden")
        if request.method not in _SAFE_METHODS:
            await _check_csrf(request, caller)
        return caller

    def forget(self, token: str | None = None) -> None:
        """Removes one token from the cache, or all (after roles or passwords changed)."""
        if token is None:
            self._cache.clear()
        else:
            self._cache.pop(token, None)

    async def _caller_with_token(self, token: str) -> Caller:
        cached = self._cache.get(token)
        if cached is not None and cached[0] > time.monotonic():
            return cached[1]
        caller = await self._look_up(token)
        if len(self._cache) > 10_000:
            self._cache.clear()
        self._cache[token] = (time.monotonic() + CACHE_SECONDS, caller)
        return caller

    async def _look_up(self, token: str) -> Caller:
        # The scope depends on the account, so the account itself is read in the system's scope.
        async with self._database.system_transaction() as transaction:
            row = await tokens.account_with_token(transaction, token, self._clock.now())
            if row is None:
                raise Refusal("identity.not_signed_in", "forbidden")
            account = public(ACCOUNTS.read(row))
            clients = account.clients
            if account.every_client:
                clients = [found["id"] for found in await transaction.rows(*CLIENT_IDS())]
        if account.side == "client":
            clients = [account.client_id]
        reader = Reader(account.id, account.side, tuple(clients), frozenset(account.roles), account.person_id)
        return Caller(account, reader, token, csrf_of(token) if row["kind"] == "session" else "")


def csrf_of(session: str) -> str:
    """Returns the CSRF token of a session."""
    return hmac.new(session.encode(), b"csrf", sha256).hexdigest()


async def _check_csrf(request: Request, caller: Caller) -> None:
    given = request.headers.get("x-csrf-token", "")
    if not given and request.headers.get("content-type", "").startswith("application/x-www-form"):
        given = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(given.encode(), caller.csrf.encode()):
        raise Refusal("identity.csrf", "forbidden")
