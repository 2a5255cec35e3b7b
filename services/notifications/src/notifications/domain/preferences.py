"""For which classes an account wants mail beside its inbox. Without a word from it, for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from notifications.domain.happening import Importance

EVERYTHING: Mapping[Importance, bool] = {"decision_needed": True, "your_move": True, "information": True}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one account wants. Version 0: it has never said."""

    id: UUID
    client_id: UUID
    account_id: UUID
    mail: Mapping[Importance, bool]
    version: int = 0
