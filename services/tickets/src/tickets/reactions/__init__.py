"""What tickets does when something happens elsewhere: one file a sentence, and here the event each begins with."""

from collections.abc import Mapping, Sequence

from chassis.inbox.reactions import Reaction
from contracts.gateway.events import ClientChanged, ClientRegistered
from contracts.tickets.requests import TaskRequested, TaskWithdrawn

from tickets.reactions.when_a_client_changes_keep_its_calendar import when_a_client_changes_keep_its_calendar
from tickets.reactions.when_task_requested_open_a_ticket import WhenTaskRequestedOpenATicket
from tickets.reactions.when_task_withdrawn_cancel_it import when_task_withdrawn_cancel_it
from tickets.storage.numbers import Numbers

SOURCES = ("processes", "gateway")


def reactions(numbers: Numbers) -> Mapping[str, Sequence[Reaction]]:
    """Event type -> reactions, in order."""
    return {
        TaskRequested.TYPE: [WhenTaskRequestedOpenATicket(numbers)],
        TaskWithdrawn.TYPE: [when_task_withdrawn_cancel_it],
        ClientRegistered.TYPE: [when_a_client_changes_keep_its_calendar],
        ClientChanged.TYPE: [when_a_client_changes_keep_its_calendar],
    }
