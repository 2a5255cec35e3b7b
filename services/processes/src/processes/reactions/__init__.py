"""What processes does when something happens in another service: one file a sentence, and here the events each reacts to."""

from collections.abc import Mapping, Sequence

from chassis.inbox.reactions import Reaction
from contracts.assets.events import EVENTS as ASSETS
from contracts.assets.events import ModelChanged, ModelRegistered
from contracts.assets.events import RequestRefused as AssetsRefused
from contracts.gateway.events import ClientChanged, ClientRegistered
from contracts.notifications.events import EVENTS as NOTIFICATIONS
from contracts.notifications.events import RequestRefused as NotificationsRefused
from contracts.tickets.events import EVENTS as TICKETS
from contracts.tickets.events import RequestRefused as TicketsRefused

from processes.reactions.when_a_client_changes_keep_it import when_a_client_changes_keep_it
from processes.reactions.when_a_model_changes_keep_its_price import when_a_model_changes_keep_its_price
from processes.reactions.when_a_request_is_refused_finish_or_fail_its_step import (
    WhenARequestIsRefusedFinishOrFailItsStep,
)
from processes.reactions.when_a_task_moves_move_its_step import WhenATaskMovesMoveItsStep
from processes.reactions.when_an_answer_comes_go_on import WhenAnAnswerComesGoOn
from processes.scenarios.loader import Catalogue

SOURCES = ("tickets", "assets", "notifications", "gateway")


def reactions(catalogue: Catalogue) -> Mapping[str, Sequence[Reaction]]:
    """Returns the reactions of each event type, in order."""
    moves = WhenATaskMovesMoveItsStep(catalogue)
    answered = WhenAnAnswerComesGoOn(catalogue)
    refused = WhenARequestIsRefusedFinishOrFailItsStep(catalogue)
    table: dict[str, Sequence[Reaction]] = {event.TYPE: [moves] for event in TICKETS}
    table |= {event.TYPE: [answered] for event in (*ASSETS, *NOTIFICATIONS)}
    table |= {event.TYPE: [when_a_model_changes_keep_its_price] for event in (ModelRegistered, ModelChanged)}
    table |= {event.TYPE: [when_a_client_changes_keep_it] for event in (ClientRegistered, ClientChanged)}
    no = [TicketsRefused.TYPE, AssetsRefused.TYPE, NotificationsRefused.TYPE]
    return table | {type_: [refused] for type_ in no}
