"""From a request to the account behind it: session cookie or bearer token, remembered for some seconds.

Whoever comes with a cookie proves with the CSRF token that the request comes from our own page.
"""

import hmac
import time
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from chassis.database import Database
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.process.clock import Clock
from contracts.gateway.state import Account
from contracts.vocabulary import PROVIDER
from starlette.requests import Request

from gateway.identity import accounts, tokens
from gateway.view.reading import Reader

COOKIE = "opslayer_session"
REMEMBER_SECONDS = 15.0
"""How long another replica may still honour a session that has ended here."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account behind a request, what it may see, and its session's CSRF token (empty for bearer tokens)."""

    account: Account
    reader: Reader
    token: str
    csrf: str

    @property
    def actor(self) -> Actor:
        known = self.account
        return Actor(known.side, known.name, known.id, frozenset(known.roles), known.person_id)

    def require(self, *roles: str) -> None:
        """Refuses an account that has none of the roles."""
        if not self.actor.has(*roles):
            raise Refusal("identity.role_missing", "forbidden", needed=sorted(roles))

    def own_client(self) -> UUID:
        """The client of an account of the client's side."""
        if self.account.client_id == PROVIDER:
            raise Refusal("gateway.client_missing", "invalid")
        return self.account.client_id


class Authentication:
    """Finds out who asks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[str, tuple[float, SignedIn]] = {}

    async def of(self, request: Request) -> SignedIn:
        """Who asks; refuses `identity.not_signed_in`, or `identity.csrf` when a page of somebody else's asks."""
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and bearer:
            return await self._account(bearer)
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            raise Refusal("identity.not_signed_in", "forbidden")
        signed_in = await self._account(cookie)
        if not signed_in.csrf:  # an app's token is no session: nothing would protect it in a browser
            raise Refusal("identity.not_signed_in", "forbidden")
        if request.method not in _SAFE:
            await _check_csrf(request, signed_in)
        return signed_in

    def forget(self, text: str | None = None) -> None:
        """Forgets one token, or all (after roles or passwords changed)."""
        if text is None:
            self._known.clear()
        else:
            self._known.pop(text, None)

    async def _account(self, text: str) -> SignedIn:
        known = self._known.get(text)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        signed_in = await self._look_up(text)
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[text] = (time.monotonic() + REMEMBER_SECONDS, signed_in)
        return signed_in

    async def _look_up(self, text: str) -> SignedIn:
        # Before anybody is known there is no scope to be in: this one look-up is the system's.
        async with self._database.system_transaction() as transaction:
            row = await tokens.account_of(transaction, text, self._clock.now())
            if row is None:
                raise Refusal("identity.not_signed_in", "forbidden")
            account = Account.model_validate_json(row["state"])
            clients = await accounts.every_client(transaction) if account.every_client else account.clients
        if account.side == "client":
            clients = [account.client_id]
        reader = Reader(account.id, account.side, tuple(clients))
        return SignedIn(account, reader, text, csrf_of(text) if row["kind"] == "session" else "")


def csrf_of(session: str) -> str:
    """The CSRF token that belongs to a session."""
    return hmac.new(session.encode(), b"csrf", sha256).hexdigest()


async def _check_csrf(request: Request, signed_in: SignedIn) -> None:
    given = request.headers.get("x-csrf-token", "")
    if not given and request.headers.get("content-type", "").startswith("application/x-www-form"):
        given = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(given.encode(), signed_in.csrf.encode()):
        raise Refusal("identity.csrf", "forbidden")
