"""Preferences in PostgreSQL."""

from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from sqlalchemy import bindparam

from notifications import events
from notifications.domain.evolution import evolve_preferences
from notifications.domain.preferences import Preferences
from notifications.storage.tables import preferences

PREFERENCES = Repository(
    preferences, StateCodec(Preferences), events.PREFERENCES, evolve_preferences, "notifications.not_found"
)
_OWN = preferences.c.account_id == bindparam("account_id")
OF_ACCOUNT = PREFERENCES.select(_OWN)
OF_ACCOUNT_TO_READ = PREFERENCES.select(_OWN, locked=False)
