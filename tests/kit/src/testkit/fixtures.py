"""The fixtures every test of the workspace may use; each starts its servers when the first test asks for it.

The root conftest.py loads them as a pytest plugin. Workers of a parallel run have servers of their own.
"""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from installation.installation import Installation

from testkit.api_users import GatewayApi
from testkit.platform import TestPlatform
from testkit.server_choice import chosen_servers
from testkit.temporary_folders import temporary_folder


@dataclass(frozen=True, slots=True)
class RunningInstallation:
    """A running installation: its address, its first administrator, and (if it is ours) the thing itself."""

    gateway: str
    email: str
    password: str
    installation: Installation | None = None


@pytest.fixture(scope="session")
def platform() -> Iterator[TestPlatform]:
    """Databases and Kafka; PostgreSQL starts with the first database, Kafka with the first look at its address."""
    tested = TestPlatform(chosen_servers())
    yield tested
    tested.close()


@pytest.fixture(scope="session")
def running_installation() -> Iterator[RunningInstallation]:
    """The installation at OPSLAYER_TEST_GATEWAY_URL, or the embedded one, started once for the run."""
    given = os.environ.get("OPSLAYER_TEST_GATEWAY_URL")
    if given:
        email, password = os.environ["OPSLAYER_TEST_ADMIN_EMAIL"], os.environ["OPSLAYER_TEST_ADMIN_PASSWORD"]
        yield RunningInstallation(given, email, password)
        return
    with temporary_folder() as folder, Installation(folder) as installation:
        installation.start()
        secret = installation.fleet.secrets.administrator()
        yield RunningInstallation(installation.fleet.url("gateway"), secret.email, secret.password, installation)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def gateway_api(running_installation: RunningInstallation) -> AsyncIterator[GatewayApi]:
    """The gateway of the running installation."""
    running = running_installation
    async with GatewayApi(running.gateway, running.email, running.password) as api:
        yield api
