"""The migrations lead to exactly the tables that the service declares."""

from notifications.settings import Settings
from notifications.storage.tables import metadata
from testkit import migrated


def test_the_migrated_database_is_as_declared(settings: Settings) -> None:
    migrated.check("notifications", settings, metadata)
