"""Takes the client's vote on a decision, and carries a closed decision into its process."""

from collections.abc import Sequence
from uuid import UUID

from chassis.command import Answer, Context
from chassis.database import Transaction
from chassis.domain.event import Event
from contracts.processes.commands import Decide

from processes.commands.process_context import context_for
from processes.domain import deciding, decision_events
from processes.domain.answers import Verdict, decision_closed
from processes.domain.decision import Authority, Decision, Vote
from processes.domain.process import Process
from processes.scenarios.loader import Catalogue
from processes.storage.decisions import DECISIONS, get_with_process
from processes.storage.save import save

_VERDICTS: dict[type[Event], Verdict] = {
    decision_events.DecisionApproved: "approved",
    decision_events.DecisionRejected: "rejected",
    decision_events.DecisionChangesRequested: "changes_requested",
    decision_events.DecisionExpired: "expired",
}


async def decide(
    transaction: Transaction, context: Context, decision_id: UUID, body: Decide, catalogue: Catalogue
) -> Answer:
    """Approves an option, rejects, or requests changes; the process advances in the same transaction."""
    process, decision = await get_with_process(transaction, decision_id, context.expected_version)
    happened = _vote(decision, context, body)
    answer = await DECISIONS.save(transaction, context, decision, happened)
    await close_decision_step(transaction, context, process, decision_id, happened, catalogue)
    return answer


async def view_decision(transaction: Transaction, context: Context, decision_id: UUID) -> Answer:
    """Records the first time that somebody who may decide has seen the decision."""
    _, decision = await get_with_process(transaction, decision_id)
    happened = deciding.view(decision, context.actor, Authority(), context.now)
    return await DECISIONS.save(transaction, context, decision, happened)


async def close_decision_step(
    transaction: Transaction,
    context: Context,
    process: Process,
    decision_id: UUID,
    happened: Sequence[Event],
    catalogue: Catalogue,
) -> None:
    """Carries the decision into its step if it is closed now. The closing vote says which option, if any, and why."""
    closing = next((event for event in happened if type(event) in _VERDICTS), None)
    if closing is not None:
        process_context = await context_for(transaction, context, catalogue, process)
        vote: Vote | None = getattr(closing, "vote", None)
        option, reason = (vote.option, vote.reason) if vote else (None, "")
        following = decision_closed(process, decision_id, _VERDICTS[type(closing)], option, reason, process_context)
        await save(transaction, context, process, following, process_context.scenario, answers=False)


def _vote(decision: Decision, context: Context, body: Decide) -> list[Event]:
    by, now = context.actor, context.now
    if body.verdict == "approved":
        return deciding.approve(decision, body.option or "", body.reason, by, Authority(), now)
    if body.verdict == "rejected":
        return deciding.reject(decision, body.reason, by, Authority(), now)
    return deciding.request_changes(decision, body.reason, by, Authority(), now)
