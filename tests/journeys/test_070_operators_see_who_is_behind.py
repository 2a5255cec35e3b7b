"""Journey 070: what `opslayer status` and the operators' commands say of a running installation."""

import asyncio
import time

import pytest
from installation.fleet import SERVICES
from opslayer.maintenance import ask
from opslayer.status import status_of
from testkit.api_users import WAIT_SECONDS, GatewayApi
from testkit.fixtures import RunningInstallation


async def test_nobody_is_behind_when_everything_has_arrived(
    gateway_api: GatewayApi, running_installation: RunningInstallation
) -> None:
    if running_installation.installation is None:
        pytest.skip("the installation was given from outside: its folder is not here")
    anna = await (await gateway_api.company("Zaległości")).member("Anna", "requester")
    ticket = await anna.post("/tickets", {"title": "Drukarka"})
    await anna.until(f"/tickets/{ticket['id']}")
    folder, end = running_installation.installation.folder, time.monotonic() + WAIT_SECONDS

    facts = await asyncio.to_thread(status_of, folder)
    while any(one["unsent"] or sum(one["behind"].values()) for one in facts["lag"].values()):
        assert time.monotonic() < end, facts["lag"]
        await asyncio.sleep(0.2)
        facts = await asyncio.to_thread(status_of, folder)

    assert set(facts["lag"]) == set(SERVICES)
    assert set(facts["lag"]["gateway"]["behind"]) == {"tickets", "assets", "processes", "notifications", "gateway"}
    assert facts["counts"]["tickets"] >= 1


async def test_every_service_is_found_from_outside(
    running_installation: RunningInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    if running_installation.installation is None:
        pytest.skip("the installation was given from outside: its folder is not here")
    monkeypatch.setenv("OPSLAYER_HOME", str(running_installation.installation.folder.path))

    found = [await asyncio.to_thread(ask, service, "GET", "/status") for service in SERVICES]

    assert sum(found[0]["heads"]) > 0
    assert all(status["parked"] == 0 for status in found)
