"""Every move of a person: read, count what they hold, decide, save."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.actor import Actor

from assets.domain.happening import Happened
from assets.domain.person import Person
from assets.storage.things import holds, person, save_person

Decide = Callable[[Person, int, Actor, datetime], Happened]
"""From the person and how many assets they hold to what happens."""


async def move_person(transaction: Transaction, context: Context, person_id: UUID, decide: Decide) -> Answer:
    """Applies a decision to the person."""
    before = await person(transaction, person_id, context.expected_version)
    held = await holds(transaction, person_id)
    return await save_person(transaction, context, before, [decide(before, held, context.actor, context.now)])
