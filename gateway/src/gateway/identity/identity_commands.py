"""Runs the gateway's own commands (clients and accounts), each in one transaction and once per Idempotency-Key."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Database, Transaction
from chassis.domain.refusal import Refusal
from chassis.http.command_runner import CommandRunner
from contracts.gateway.state import Account
from starlette.requests import Request

from gateway.identity.authentication import Authentication, Caller
from gateway.identity.repositories import ACCOUNT, ACCOUNTS, public

CommandHandler = Callable[[Transaction, Context], Awaitable[Answer]]


class IdentityCommands:
    """Runs commands about clients and accounts."""

    def __init__(self, database: Database, runner: CommandRunner, authentication: Authentication) -> None:
        self._database = database
        self._runner = runner
        self._authentication = authentication

    async def run(self, request: Request, caller: Caller, client_id: UUID, handler: CommandHandler) -> Answer:
        """Runs the handler for a client, then clears the cache of callers."""
        answer = await self._runner.run_as(request, caller.actor, client_id, handler)
        self._authentication.forget()
        return answer

    async def account(self, caller: Caller, account_id: UUID) -> Account:
        """Returns the public state of an account that the caller may see; refuses `gateway.account_not_found`."""
        async with self._database.transaction(*caller.reader.scope) as transaction:
            account = await ACCOUNTS.first(transaction, ACCOUNT(id=account_id))
        if account is None:
            raise Refusal("gateway.account_not_found", "not_found", id=str(account_id))
        return public(account)
