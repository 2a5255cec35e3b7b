"""Creates the first administrator of a new installation, once."""

import structlog
from chassis.command import Context
from chassis.database import Database
from chassis.database.statements import Statement
from chassis.domain.actor import SYSTEM
from chassis.identifiers import new_id
from chassis.process.clock import Clock
from contracts.gateway.commands import CreateAccount
from contracts.vocabulary import PROVIDER
from sqlalchemy import func, literal_column, select

from gateway.identity import accounts
from gateway.identity.passwords import hash_password
from gateway.identity.repositories import ACCOUNT_COUNT

log = structlog.get_logger(__name__)
_LOCK = Statement(select(func.pg_advisory_xact_lock(literal_column("7410002"))))


async def create_first_administrator(database: Database, clock: Clock, email: str, password: str) -> None:
    """Creates the account if there is none at all; several replicas may try at the same time."""
    if not email or not password:
        return
    body = CreateAccount.model_validate(
        {
            "email": email,
            "name": "Administrator",
            "side": "provider",
            "roles": ["administrator", "coordinator", "technician"],
            "password": password,
            "every_client": True,
        }
    )
    hashed = await hash_password(password)
    async with database.transaction(PROVIDER) as transaction:
        await transaction.execute(*_LOCK())
        if await transaction.value(*ACCOUNT_COUNT()):
            return
        context = Context(actor=SYSTEM, client_id=PROVIDER, now=clock.now(), correlation_id=new_id())
        await accounts.create_account(transaction, context, body, new_id(), hashed)
    log.info("first_administrator.made", email=email)
