"""What assets does when something happens elsewhere: one file a sentence, and here the event each begins with."""

from collections.abc import Mapping, Sequence

from chassis.inbox.reactions import Reaction
from contracts.assets.requests import REQUESTS
from contracts.processes.events import (
    CompensationStarted,
    DecisionApproved,
    ProcessCancelled,
    ProcessCompleted,
    ProcessFailed,
)

from assets.reactions.when_a_process_asks_fulfil_it import when_a_process_asks_fulfil_it
from assets.reactions.when_decision_approved_remember_what_it_allows import (
    when_decision_approved_remember_what_it_allows,
)
from assets.reactions.when_process_over_forget_what_it_allowed import when_process_over_forget_what_it_allowed

SOURCES = ("processes",)
_OVER = (CompensationStarted, ProcessCompleted, ProcessCancelled, ProcessFailed)
REACTIONS: Mapping[str, Sequence[Reaction]] = {
    **{request.TYPE: [when_a_process_asks_fulfil_it] for request in REQUESTS},
    DecisionApproved.TYPE: [when_decision_approved_remember_what_it_allows],
    **{over.TYPE: [when_process_over_forget_what_it_allowed] for over in _OVER},
}
"""Event type -> reactions, in order."""
