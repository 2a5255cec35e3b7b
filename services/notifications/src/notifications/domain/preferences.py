"""The classes of notifications that an account wants mail for beside its inbox. An account that never chose wants all."""

from dataclasses import dataclass
from uuid import UUID

from chassis.domain.stored import Stored

from notifications.domain.incoming_event import Importance


@dataclass(frozen=True, slots=True)
class MailChoice(Stored):
    """Mail on or off, for each class."""

    decision_needed: bool = True
    your_move: bool = True
    information: bool = True

    def includes(self, importance: Importance) -> bool:
        """True when the account wants mail of this class."""
        chosen: bool = getattr(self, importance)
        return chosen


@dataclass(frozen=True, slots=True)
class Preferences(Stored):
    """What one account wants. It has version 0 as long as it never chose."""

    id: UUID
    client_id: UUID
    account_id: UUID
    mail: MailChoice = MailChoice()
    version: int = 0
