"""Every move of a person: read, count what they hold, decide, save."""

from typing import Any
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction

from assets.domain.person_decisions import decide
from assets.storage.assets import holds
from assets.storage.people import PEOPLE


async def move_person(
    transaction: Transaction, context: Context, person_id: UUID, move: str, content: dict[str, Any]
) -> Answer:
    """Makes the move, at the expected version if one was given; the content is that of its event."""
    person = await PEOPLE.get(transaction, person_id, context.expected_version)
    held = await holds(transaction, person_id)
    event = decide(person, move, context.actor, context.now, holds=held, **content)
    return await PEOPLE.save(transaction, context, person, [event])
