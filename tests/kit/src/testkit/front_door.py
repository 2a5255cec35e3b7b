"""The fixtures of journeys: a whole installation, given from outside or started for the run, and its front door."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from installation.installation import Installation

from testkit.visitor import FrontDoor


@dataclass(frozen=True, slots=True)
class Running:
    """A running installation: its address, its first administrator, and (if it is ours) the thing itself."""

    gateway: str
    email: str
    password: str
    installation: Installation | None = None


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """The installation at OPSLAYER_TEST_GATEWAY_URL, or the embedded one, started once for the run."""
    given = os.environ.get("OPSLAYER_TEST_GATEWAY_URL")
    if given:
        yield Running(given, os.environ["OPSLAYER_TEST_ADMIN_EMAIL"], os.environ["OPSLAYER_TEST_ADMIN_PASSWORD"])
        return
    with tempfile.TemporaryDirectory(prefix="opslayer-") as folder, Installation(Path(folder)) as installation:
        installation.start()
        secret = installation.fleet.secrets.administrator()
        yield Running(installation.fleet.url("gateway"), secret.email, secret.password, installation)


@pytest_asyncio.fixture(loop_scope="session")
async def door(running: Running) -> AsyncIterator[FrontDoor]:
    """The front door of the running installation."""
    async with FrontDoor(running.gateway, running.email, running.password) as front_door:
        yield front_door
