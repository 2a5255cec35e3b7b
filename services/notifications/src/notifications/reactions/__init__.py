"""What notifications does when something happens elsewhere: one file a sentence, and here the event each begins with."""

from collections.abc import Mapping, Sequence

from chassis.inbox.reactions import Reaction
from contracts.gateway.events import AccountChanged, AccountCreated, ClientChanged, ClientRegistered
from contracts.notifications.requests import MessageRequested

from notifications.reactions.account_wait import AccountWait
from notifications.reactions.when_account_changes_update_directory import when_account_changes_update_directory
from notifications.reactions.when_client_changes_update_directory import when_client_changes_update_directory
from notifications.reactions.when_message_requested_queue_mail import WhenMessageRequestedQueueMail
from notifications.reactions.when_person_changes_update_directory import when_person_changes_update_directory
from notifications.reactions.when_something_happens_notify import WhenSomethingHappensNotify

SOURCES = ("gateway", "tickets", "processes", "assets")
"""In this order within a batch: accounts first, then what happens to them."""
NOTIFYING = ("tickets", "processes", "assets")
"""Sources whose every event may concern somebody, and may go to webhooks."""


def by_type(*, mail: bool) -> Mapping[str, Sequence[Reaction]]:
    """Event type -> reactions, in order."""
    return {
        ClientRegistered.TYPE: [when_client_changes_update_directory],
        ClientChanged.TYPE: [when_client_changes_update_directory],
        AccountCreated.TYPE: [when_account_changes_update_directory],
        AccountChanged.TYPE: [when_account_changes_update_directory],
        MessageRequested.TYPE: [WhenMessageRequestedQueueMail(mail=mail)],
    }


def to_all(*, mail: bool) -> Sequence[Reaction]:
    """Reactions to every fact (not to requests, and not to imported history)."""
    return [when_person_changes_update_directory, WhenSomethingHappensNotify(AccountWait(), mail=mail)]
