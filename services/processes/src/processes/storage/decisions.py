"""Decisions in PostgreSQL. A process is locked before its decisions, always."""

from uuid import UUID

from chassis.database import Transaction
from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from chassis.database.statements import Statement
from chassis.domain.refusal import Refusal
from sqlalchemy import bindparam, select

from processes.domain.decision import Decision
from processes.domain.decision_evolution import evolve_decision
from processes.domain.process import Process
from processes.events import DECISIONS as PUBLICATION
from processes.storage.processes import PROCESSES
from processes.storage.tables import decision

_NOT_FOUND = "processes.decision_not_found"
DECISIONS = Repository(decision, StateCodec(Decision), PUBLICATION, evolve_decision, _NOT_FOUND)
_PROCESS_OF = Statement(select(decision.c.process_id).where(decision.c.id == bindparam("id")))


async def get_with_process(
    transaction: Transaction, decision_id: UUID, expected_version: int | None = None
) -> tuple[Process, Decision]:
    """Returns a decision and its process, both locked."""
    process_id = await transaction.value(*_PROCESS_OF(id=decision_id))
    if process_id is None:
        raise Refusal(_NOT_FOUND, "not_found", id=str(decision_id))
    process = await PROCESSES.get(transaction, process_id)
    return process, await DECISIONS.get(transaction, decision_id, expected_version)
