"""Runs one HTTP command as one transaction, once per Idempotency-Key. What a command does is defined in each service.

The last journal line of a command carries its key. A repetition is answered from that line, so that remembering the answer
costs the first execution nothing.
"""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from hmac import digest
from uuid import UUID

import asyncpg
import orjson
from opentelemetry.trace import SpanKind
from starlette.requests import Request
from starlette.responses import Response

from chassis import telemetry
from chassis.command import Answer, Context
from chassis.database import Database, Row, Transaction, errors
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.http.identity import Identity, Verifier
from chassis.identifiers import new_id
from chassis.journal import reading
from chassis.process.clock import Clock

Work = Callable[[Transaction, Context], Awaitable[Answer]]
ATTEMPTS = 4
"""Maximum number of attempts of a command that conflicts with another one."""
LONGEST_KEY = 200


class CommandRunner:
    """Runs commands for all endpoints of a service. `app.py` makes one."""

    def __init__(self, database: Database, verifier: Verifier, clock: Clock, secret: bytes = b"") -> None:
        """`secret` keys the digests of remembered requests, where commands carry values that nobody may guess (passwords).

        A repetition of a request that was recorded under another secret is refused as another command with the same key.
        """
        self.database = database
        self._secret = secret
        self._verifier = verifier
        self._clock = clock

    def identify(self, request: Request) -> Identity:
        """Returns the identity in the signed token. Refuses when there is none."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refusal("identity.not_signed_in", "forbidden")
        return self._verifier.verify(token)

    async def run(self, request: Request, work: Work, client_id: UUID | None = None) -> Response:
        """Runs the work in a transaction of the client's scope. Answers with the thing's state, version and ETag.

        `client_id` replaces the signed scope where the scope is the account's own and no client's.
        """
        identity = self.identify(request)
        context = await self._context(request, identity.actor, client_id or identity.client_id)
        route = getattr(request.scope.get("route"), "path", "")
        with telemetry.span(f"{request.method} {route}", context.traceparent, SpanKind.SERVER):
            return to_response(await self._once(context, work))

    async def run_as(self, request: Request, actor: Actor, client_id: UUID, work: Work) -> Answer:
        """Runs the work for an actor that is known already (the gateway knows its own accounts). Returns the answer."""
        return await self._once(await self._context(request, actor, client_id), work)

    async def _once(self, context: Context, work: Work) -> Answer:
        try:
            return await self._unhindered(context, work)
        except (Refusal, asyncpg.UniqueViolationError) as error:
            earlier = await self._answered_before(context)
            if earlier is not None:
                return earlier
            if isinstance(error, asyncpg.UniqueViolationError):
                raise Refusal("http.already_there", constraint=str(error.constraint_name)) from error
            raise

    async def _unhindered(self, context: Context, work: Work) -> Answer:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self.database.transaction(context.client_id) as transaction:
                    answer = await work(transaction, context)
                if context.key is None or transaction.lines:
                    return answer
                return await self._answered_before(context) or answer  # wrote nothing, perhaps done before
            except errors.CONFLICT:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def _answered_before(self, context: Context) -> Answer | None:
        if context.key is None:
            return None
        async with self.database.transaction(context.client_id) as transaction:
            row = await reading.by_command(transaction, context.client_id, context.key)
        if row is None:
            return None
        if row["command_digest"] != context.digest:
            raise Refusal("http.key_reused", key=context.key.partition("/")[2])
        return _stored_answer(row)

    async def _context(self, request: Request, actor: Actor, client_id: UUID) -> Context:
        key = _key(request.headers.get("idempotency-key"))
        return Context(
            actor=actor,
            client_id=client_id,
            now=self._clock.now(),
            correlation_id=new_id(),
            traceparent=request.headers.get("traceparent"),
            key=f"{actor.id}/{key}" if key else None,
            digest=await self._digest(request) if key else None,
            expected_version=_expected_version(request.headers.get("if-match")),
            only_new=request.headers.get("if-none-match") == "*",
        )

    async def _digest(self, request: Request) -> str:
        content = f"{request.method} {request.url.path}\n".encode() + await request.body()
        return digest(self._secret, content, "sha256").hex() if self._secret else sha256(content).hexdigest()


def to_response(answer: Answer) -> Response:
    """Returns status 200, or 201 for something new, with the version as ETag."""
    headers = {} if answer.version is None else {"ETag": f'"{answer.version}"'}
    return Response(answer.state, 201 if answer.created else 200, headers, "application/json")


def _stored_answer(row: Row) -> Answer:
    state = orjson.loads(row["data"])["state"]
    return Answer(row["subject"], row["version"], orjson.dumps(state), created=row["created"])


def _key(header: str | None) -> str | None:
    if header is not None and not 0 < len(header) <= LONGEST_KEY:
        raise Refusal("http.key_not_valid", "invalid", longest=LONGEST_KEY)
    return header


def _expected_version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refusal("http.if_match_not_valid", "invalid", given=if_match[:50])
    return int(text)
