"""Runs a mutant in the place of a service of a running installation, and the service again afterwards."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from installation.fleet import ServiceProcess
from installation.installation import Installation

SUITE = Path(__file__).resolve().parents[1]
"""The folder from which mutants can be imported."""
BACK_SECONDS = 90.0


@asynccontextmanager
async def swapped(installation: Installation, mutants: Mapping[str, str]) -> AsyncIterator[None]:
    """While this lasts, each named service is run by the given module of `mutants`."""
    await _run(installation, {service: f"mutants.{mutant}" for service, mutant in mutants.items()})
    try:
        yield
    finally:
        await _run(installation, {service: service for service in mutants})


def replicas(installation: Installation, service: str) -> list[ServiceProcess]:
    """All replicas of a service; a healthy one beside a mutant would do its work for it."""
    return [one for one in installation.fleet.processes if one.name.partition("-")[0] == service]


async def back(installation: Installation, name: str) -> None:
    """Waits until a process does its work again."""
    member = installation.supervisor.process(name)
    end = time.monotonic() + BACK_SECONDS
    while not await asyncio.to_thread(member.ready):
        if time.monotonic() > end:
            raise TimeoutError(f"{name} is not back; see {member.log}")
        await asyncio.sleep(0.1)


async def _run(installation: Installation, modules: Mapping[str, str]) -> None:
    for service, module in modules.items():
        for member in replicas(installation, service):
            member.command = [sys.executable, "-m", module]
            member.environment = {**member.environment, "PYTHONPATH": str(SUITE)}
            await asyncio.to_thread(installation.supervisor.kill, member.name)
    for service in modules:
        for member in replicas(installation, service):
            await back(installation, member.name)
