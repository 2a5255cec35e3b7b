"""Publishes the scenarios that come with this version of the service, each version once."""

from chassis.command import Context
from chassis.database import Database
from chassis.domain.actor import SYSTEM
from chassis.identifiers import new_id
from chassis.process.clock import Clock
from contracts.vocabulary import EVERYONE

from processes.scenarios.loader import Catalogue
from processes.storage.scenarios import publish


async def publish_scenarios(database: Database, clock: Clock, catalogue: Catalogue) -> None:
    """Publishes the newest versions that are newer than the published ones; several replicas may try at once.

    Older versions were published when they were new. An installation that never ran them does not need them.
    """
    context = Context(actor=SYSTEM, client_id=EVERYONE, now=clock.now(), correlation_id=new_id())
    for scenario in catalogue.newest():
        async with database.transaction(EVERYONE) as transaction:
            await transaction.execute("SELECT pg_advisory_xact_lock(7410003)")
            await publish(transaction, context, scenario)
