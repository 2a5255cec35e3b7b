"""The pytest fixture `platform`, one for the whole run."""

from collections.abc import Iterator

import pytest

from testkit.choosing import chosen_parts
from testkit.platform import TestedPlatform


@pytest.fixture(scope="session")
def platform() -> Iterator[TestedPlatform]:
    """Databases and Kafka; PostgreSQL starts with the first database, Kafka with the first look at its address."""
    tested = TestedPlatform(chosen_parts())
    yield tested
    tested.close()
