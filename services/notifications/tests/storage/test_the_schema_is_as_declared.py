"""The migrations lead to exactly the tables that the service declares."""

from chassis.testing import migrated
from notifications.settings import Settings
from notifications.storage.tables import metadata


def test_the_migrated_database_is_as_declared(settings: Settings) -> None:
    migrated.check("notifications", settings, metadata)
