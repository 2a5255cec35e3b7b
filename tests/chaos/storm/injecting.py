"""Does to a running installation what the plan says, and measures how long each fault is felt."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from embedded_platform.child_process import ChildProcess
from installation.installation import Installation

from storm.gathering import connect
from storm.moments import wait_for
from storm.plan import Fault
from storm.progress import AWAY, applied_since

BACK_SECONDS = 180.0
BREATH = 2.0
"""Least seconds between the end of one fault and the next."""
_LEADER = "SELECT holder FROM lease WHERE name = 'relay'"


@dataclass(slots=True)
class Felt:
    """A fault as it went: seconds until the process was back, and until everything committed by then was everywhere."""

    fault: Fault
    at: float
    back: float | None = None
    converged: float | None = None
    hit: bool = True
    """Whether the moment that was waited for came."""

    def __str__(self) -> str:
        missed = "" if self.hit else " (moment did not come)"
        return (
            f"fault {self.fault.number:2d} at {self.at:6.1f} s  {self.fault}{missed}: "
            f"back after {_said(self.back)}, converged after {_said(self.converged)}"
        )


@dataclass(slots=True)
class Injector:
    """Plays a plan against an installation."""

    installation: Installation
    plan: list[Fault]
    say: Callable[[str], None] = print
    longest: float = 300.0
    """Seconds that a fault may be felt before it is called never."""
    felt: list[Felt] = field(default_factory=list)

    def progress(self) -> float:
        """The share of the plan that has begun, and a little more: the load goes on into the next fault."""
        return (len(self.felt) + 1) / max(1, len(self.plan))

    async def play(self) -> None:
        """All faults at their times, one after the other; returns when the last one is no longer felt."""
        began = time.monotonic()
        async with asyncio.TaskGroup() as measuring:
            for fault in self.plan:
                await asyncio.sleep(max(0.0, began + fault.at - time.monotonic()))
                felt = Felt(fault, time.monotonic() - began)
                self.felt.append(felt)
                struck = time.monotonic()
                await self._do(fault, felt)
                await self._wait_back(felt, struck)
                measuring.create_task(self._measure(felt, struck))
                await asyncio.sleep(BREATH)

    async def _do(self, fault: Fault, felt: Felt) -> None:
        supervisor = self.installation.supervisor
        if fault.kind == "wipe":
            same = fault.detail == "same cluster id"
            await asyncio.to_thread(self.installation.wipe_kafka, same_cluster_id=same)
        elif fault.kind == "freeze":
            name = await self._leader(fault.target)
            supervisor.freeze(name)
            await asyncio.sleep(fault.seconds)
            supervisor.thaw(name)
        else:
            if fault.kind == "kill_when":
                felt.hit = await wait_for(self.installation, fault.detail)
            await asyncio.to_thread(supervisor.kill, fault.target)

    async def _leader(self, service: str) -> str:
        """The replica whose relay holds the lease; the first one when nobody can say."""
        try:
            connection = await connect(self.installation, service)
            holder = await connection.fetchval(_LEADER)
            await connection.close()
        except AWAY:
            return service
        replica = str(holder or "").removeprefix(f"{service}-").partition("-")[0]
        return service if replica in ("", "0") else f"{service}-{replica}"

    async def _wait_back(self, felt: Felt, struck: float) -> None:
        member = self.installation.supervisor.process(felt.fault.target)
        while time.monotonic() < struck + BACK_SECONDS:
            if await asyncio.to_thread(_serves, member):
                felt.back = time.monotonic() - struck
                return
            await asyncio.sleep(0.2)

    async def _measure(self, felt: Felt, struck: float) -> None:
        if await applied_since(self.installation, self.longest):
            felt.converged = time.monotonic() - struck
        self.say(str(felt))


def _serves(member: ChildProcess) -> bool:
    try:
        return member.ready()
    except Exception:  # PostgreSQL answers "starting up" as an error, for instance
        return False


def _said(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.1f} s"
