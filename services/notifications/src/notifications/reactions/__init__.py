"""What notifications does when something happens elsewhere: one file a sentence, and here the event each begins with."""

from collections.abc import Mapping, Sequence

from chassis.inbox.reactions import Reaction
from contracts.gateway.events import AccountChanged, AccountCreated, ClientChanged, ClientRegistered
from contracts.notifications.requests import MessageRequested

from notifications.reactions.patience import Patience
from notifications.reactions.when_account_changes_keep_it import when_account_changes_keep_it
from notifications.reactions.when_client_changes_keep_it import when_client_changes_keep_it
from notifications.reactions.when_message_requested_queue_it import WhenMessageRequestedQueueIt
from notifications.reactions.when_person_changes_keep_it import when_person_changes_keep_it
from notifications.reactions.when_something_happens_tell import WhenSomethingHappensTell

SOURCES = ("gateway", "tickets", "processes", "assets")
"""In this order within a batch: who is there first, then what happens to them."""
TOLD_OF = ("tickets", "processes", "assets")
"""Sources whose every event may concern somebody, and may go to webhooks."""


def by_type(*, mail: bool) -> Mapping[str, Sequence[Reaction]]:
    """Event type -> reactions, in order."""
    return {
        ClientRegistered.TYPE: [when_client_changes_keep_it],
        ClientChanged.TYPE: [when_client_changes_keep_it],
        AccountCreated.TYPE: [when_account_changes_keep_it],
        AccountChanged.TYPE: [when_account_changes_keep_it],
        MessageRequested.TYPE: [WhenMessageRequestedQueueIt(mail=mail)],
    }


def to_all(*, mail: bool) -> Sequence[Reaction]:
    """Reactions to every fact (not to requests, and not to history that was brought in)."""
    return [when_person_changes_keep_it, WhenSomethingHappensTell(Patience(), mail=mail)]
