"""What notifications does when something happens elsewhere: one file a sentence, and here the event each begins with."""

from collections.abc import Mapping, Sequence

from chassis.inbox.reactions import Reaction
from contracts.gateway.events import AccountChanged, AccountCreated, ClientChanged, ClientRegistered
from contracts.notifications.requests import MessageRequested

from notifications.reactions.account_wait import AccountWait
from notifications.reactions.when_message_requested_queue_mail import WhenMessageRequestedQueueMail
from notifications.reactions.when_something_happens_notify import WhenSomethingHappensNotify
from notifications.reactions.when_the_register_changes_update_directory import (
    when_the_register_changes_update_directory,
)

SOURCES = ("gateway", "tickets", "processes", "assets")
"""In this order within a batch: accounts first, then what happens to them."""
NOTIFYING = ("tickets", "processes", "assets")
"""Sources whose every event may concern somebody, and may go to webhooks."""


def by_type(*, mail: bool) -> Mapping[str, Sequence[Reaction]]:
    """Event type -> reactions, in order."""
    register = (ClientRegistered, ClientChanged, AccountCreated, AccountChanged)
    return {
        **{event.TYPE: [when_the_register_changes_update_directory] for event in register},
        MessageRequested.TYPE: [WhenMessageRequestedQueueMail(mail=mail)],
    }


def to_all(*, mail: bool) -> Sequence[Reaction]:
    """Reactions to every fact (not to requests, and not to imported history)."""
    return [when_the_register_changes_update_directory, WhenSomethingHappensNotify(AccountWait(), mail=mail)]
