"""What the client has allowed by its decisions: which move, of which asset, once, and while its process runs."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.database.statements import Statement
from sqlalchemy import BigInteger, Text, bindparam, delete, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from assets.storage.tables import ended_process, permit

_COLUMNS = ("decision_id", "asset_id", "move", "client_id", "process_id")
_GIVEN = [bindparam(name, type_=permit.c[name].type) for name in _COLUMNS]
_USED_AT = bindparam("now", type_=permit.c.used_at.type)
_THIS = [permit.c[name] == given for name, given in zip(_COLUMNS[:3], _GIVEN, strict=False)]

# What is told of a process and of its decisions may come in any order, and to two replicas at once.
_ALONE = Statement(
    select(
        func.pg_advisory_xact_lock(
            func.hashtextextended(bindparam("process", type_=Text), literal(7410006, BigInteger))
        )
    )
)
_OVER = exists().where(ended_process.c.process_id == _GIVEN[-1])
_KEEP = Statement(insert(permit).from_select(_COLUMNS, select(*_GIVEN).where(~_OVER)).on_conflict_do_nothing())
_USE = Statement(update(permit).values(used_at=_USED_AT).where(*_THIS, permit.c.used_at.is_(None)))
_USED = Statement(select(exists().where(*_THIS, permit.c.used_at.is_not(None))))
_USE_UP = Statement(
    insert(permit)
    .values({**dict(zip(_COLUMNS, _GIVEN, strict=True)), "used_at": _USED_AT})
    .on_conflict_do_update(
        index_elements=list(_COLUMNS[:3]), set_={"used_at": func.coalesce(permit.c.used_at, _USED_AT)}
    )
)
_END = Statement(insert(ended_process).values(process_id=_GIVEN[4], client_id=_GIVEN[3]).on_conflict_do_nothing())
_TAKE_BACK = Statement(delete(permit).where(permit.c.process_id == _GIVEN[-1], permit.c.used_at.is_(None)))


@dataclass(frozen=True, slots=True)
class Permit:
    """One move of one asset, by a decision that a process asked for."""

    decision_id: UUID
    asset_id: UUID
    move: str
    client_id: UUID
    process_id: UUID


async def keep(transaction: Transaction, permit: Permit) -> None:
    """Remembers it, however often it is told; not when its process is over already."""
    await transaction.value(*_ALONE(process=str(permit.process_id)))
    await transaction.execute(*_KEEP(**asdict(permit)))


async def take_back(transaction: Transaction, process_id: UUID, client_id: UUID) -> None:
    """The process is over, or undone: what its decisions allowed and nobody has done is not allowed any more."""
    await transaction.value(*_ALONE(process=str(process_id)))
    await transaction.execute(*_END(process_id=process_id, client_id=client_id))
    await transaction.execute(*_TAKE_BACK(process_id=process_id))


async def was_used(transaction: Transaction, decision_id: UUID, asset_id: UUID, move: str) -> bool:
    """True when the move was made by this decision before."""
    return bool(await transaction.value(*_USED(decision_id=decision_id, asset_id=asset_id, move=move)))


async def use(transaction: Transaction, decision_id: UUID, asset_id: UUID, move: str, now: datetime) -> bool:
    """Uses it up; false when the decision does not allow this move of this asset, or was used for it before."""
    this = {"decision_id": decision_id, "asset_id": asset_id, "move": move}
    return bool(await transaction.execute(*_USE(**this, now=now)))


async def use_up(transaction: Transaction, permit: Permit, now: datetime) -> None:
    """The process made the move itself: nobody may once more, also if the approval is heard of only later."""
    await transaction.execute(*_USE_UP(**asdict(permit), now=now))
