"""Runs the gateway's own commands (clients, accounts): one transaction each, once per Idempotency-Key."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Database, Transaction
from chassis.domain.refusal import Refusal
from chassis.http.command_runner import CommandRunner
from contracts.gateway.state import Account
from starlette.requests import Request

from gateway.identity.authentication import Authentication, SignedIn

Work = Callable[[Transaction, Context], Awaitable[Answer]]


class IdentityCommands:
    """Commands the gateway owns itself."""

    def __init__(self, database: Database, runner: CommandRunner, authentication: Authentication) -> None:
        self._database = database
        self._runner = runner
        self._authentication = authentication

    async def run(self, request: Request, signed_in: SignedIn, client_id: UUID, work: Work) -> Answer:
        """Does the work for a client; afterwards nobody's rights are remembered any more."""
        answer = await self._runner.run_as(request, signed_in.actor, client_id, work)
        self._authentication.forget()
        return answer

    async def account(self, signed_in: SignedIn, account_id: UUID) -> Account:
        """An account the signed-in one may see."""
        async with self._database.transaction(*signed_in.reader.scope) as transaction:
            state = await transaction.value("SELECT state FROM account WHERE id = $1", account_id)
        if state is None:
            raise Refusal("gateway.account_not_found", "not_found", id=str(account_id))
        return Account.model_validate_json(state)
