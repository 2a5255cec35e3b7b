"""Finds things for commands and saves them: row and journal lines together, always."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from chassis.command import Answer, Context, check_version
from chassis.database import Transaction
from chassis.database.text_row import TextRow
from chassis.domain.refusal import Refusal
from chassis.journal.line import JournalLine
from chassis.journal.recording import with_key

import assets.domain.asset as asset_domain
import assets.domain.handover as handover_domain
import assets.domain.model as model_domain
import assets.domain.person as person_domain
from assets.domain.asset import Asset
from assets.domain.handover import Handover
from assets.domain.happening import Happened
from assets.domain.model import Model
from assets.domain.person import Person
from assets.events import to_line, to_state
from assets.storage.rows import ASSETS, HANDOVERS, MODELS, PEOPLE, Table

T = TypeVar("T", Asset, Person, Model, Handover)


async def asset(transaction: Transaction, asset_id: UUID, expected_version: int | None = None) -> Asset:
    """The asset, locked; refuses when there is none or the version is another one."""
    return await _get(transaction, ASSETS, asset_id, expected_version)


async def person(transaction: Transaction, person_id: UUID, expected_version: int | None = None) -> Person:
    """The person, locked."""
    return await _get(transaction, PEOPLE, person_id, expected_version)


async def handover(transaction: Transaction, handover_id: UUID, expected_version: int | None = None) -> Handover:
    """The hand-over record, locked."""
    return await _get(transaction, HANDOVERS, handover_id, expected_version)


async def model(transaction: Transaction, model_id: UUID, expected_version: int | None = None) -> Model:
    """The model, locked."""
    return await _get(transaction, MODELS, model_id, expected_version)


async def _get(transaction: Transaction, table: Table[T], thing_id: UUID, expected: int | None) -> T:
    state = await transaction.value(f"SELECT state FROM {table.name} WHERE id = $1 FOR UPDATE", thing_id)
    if state is None:
        raise Refusal("assets.not_found", "not_found", kind=table.name, id=str(thing_id))
    thing = table.read(state)
    check_version(expected, thing.version)
    return thing


async def model_named(transaction: Transaction, manufacturer: str, name: str) -> Model | None:
    """The model of this maker with this name, locked."""
    state = await transaction.value(
        "SELECT state FROM model WHERE manufacturer = $1 AND name = $2 FOR UPDATE", manufacturer, name
    )
    return MODELS.read(state) if state else None


async def person_known_as(
    transaction: Transaction, external_key: str, email: str, *, gone_too: bool = True
) -> Person | None:
    """The person with this key, or else this email, locked; by email, who is here comes before who is gone.

    Without `gone_too`, an email of somebody who has left (or never came) is free for somebody who joins.
    """
    state = await transaction.value(
        """SELECT state FROM person WHERE (external_key <> '' AND external_key = $1)
          OR (email <> '' AND email = $2 AND ($3 OR status NOT IN ('left', 'withdrawn')))
        ORDER BY (external_key <> '' AND external_key = $1) DESC, status IN ('left', 'withdrawn'), id DESC
        LIMIT 1 FOR UPDATE""",
        external_key,
        email,
        gone_too,
    )
    return PEOPLE.read(state) if state else None


async def asset_tagged(transaction: Transaction, tag: str) -> Asset | None:
    """The asset with this tag, locked."""
    state = await transaction.value("SELECT state FROM asset WHERE tag = $1 FOR UPDATE", tag)
    return ASSETS.read(state) if state else None


async def available(transaction: Transaction, category: str, model_id: UUID | None) -> list[Asset]:
    """Assets one could keep for somebody. Not locked, so that nobody is told there are none while others choose."""
    rows = await transaction.rows(
        """SELECT state FROM asset WHERE place = 'in_stock.available' AND category = $1
          AND ($2::uuid IS NULL OR model_id = $2) ORDER BY id LIMIT 50""",
        category,
        model_id,
    )
    return [ASSETS.read(row["state"]) for row in rows]


async def still_available(transaction: Transaction, asset_id: UUID) -> Asset | None:
    """The asset, locked, as soon as whoever is at it has finished; None when it is available no more."""
    state = await transaction.value(
        "SELECT state FROM asset WHERE id = $1 AND place = 'in_stock.available' FOR UPDATE", asset_id
    )
    return ASSETS.read(state) if state else None


async def holds(transaction: Transaction, person_id: UUID) -> int:
    """How many assets the person has."""
    return int(await transaction.value("SELECT count(*) FROM asset WHERE held_by = $1", person_id))


async def used_by(transaction: Transaction, person_id: UUID) -> list[Asset]:
    """What the person uses or has on loan, locked; not what is away for repair."""
    rows = await transaction.rows(
        "SELECT state FROM asset WHERE held_by = $1 AND place LIKE 'in\\_use.%' ORDER BY id FOR UPDATE", person_id
    )
    return [ASSETS.read(row["state"]) for row in rows]


async def save_asset(
    transaction: Transaction, context: Context, thing: Asset, happened: Sequence[Happened], *, new: bool = False
) -> Answer:
    """Saves an asset with what happened to it."""
    return await _save(transaction, context, ASSETS, asset_domain.evolve, thing, happened, new)


async def save_person(
    transaction: Transaction, context: Context, thing: Person, happened: Sequence[Happened], *, new: bool = False
) -> Answer:
    """Saves a person with what happened to them."""
    return await _save(transaction, context, PEOPLE, person_domain.evolve, thing, happened, new)


async def save_model(
    transaction: Transaction, context: Context, thing: Model, happened: Sequence[Happened], *, new: bool = False
) -> Answer:
    """Saves a model with what happened to it."""
    return await _save(transaction, context, MODELS, model_domain.evolve, thing, happened, new)


async def save_handover(
    transaction: Transaction,
    context: Context,
    thing: Handover,
    happened: Sequence[Happened],
    *,
    new: bool = False,
    principal: bool = True,
) -> Answer:
    """Saves a hand-over record; beside an asset it is not what the command answers with."""
    return await _save(transaction, context, HANDOVERS, handover_domain.evolve, thing, happened, new, principal)


async def _save(
    transaction: Transaction,
    context: Context,
    table: Table[T],
    evolve: Callable[[T, Happened], T],
    thing: T,
    happened: Sequence[Happened],
    new: bool,
    principal: bool = True,
) -> Answer:
    after, state = thing, b""
    lines: list[JournalLine] = []
    for event in happened:
        after = evolve(after, event)
        state = to_state(after)
        lines.append(to_line(context, event, after, state))
    if not lines:
        return Answer(after.id, after.version, to_state(after))
    if principal:
        lines[-1] = with_key(lines[-1], context)
    await transaction.write(TextRow(table.insert if new else table.update, table.values(after)), lines)
    return Answer(after.id, after.version, state, created=new)
