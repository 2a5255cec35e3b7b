"""The declared tables are what the migrations make."""

from gateway.settings import Settings
from gateway.storage.tables import metadata
from testkit import migrated


def test_the_migrated_database_is_the_declared_one(gateway_settings: Settings) -> None:
    migrated.check("gateway", gateway_settings, metadata)
