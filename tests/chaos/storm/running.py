"""One whole run: an installation of its own, load and faults together, quiet, the checker's verdicts."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import aiohttp
from installation.installation import Installation
from testkit.api_users import GatewayApi

from storm.gathering import gather
from storm.injecting import Felt, Injector
from storm.invariants import check
from storm.invariants.verdict import Verdict
from storm.load import Load, Size
from storm.plan import draw_plan
from storm.progress import quiet

REPLICAS = {"tickets": 2}
"""Two relays of tickets, so that one takes over when the other is frozen."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is: the seed decides everything else."""

    seed: int
    size: Size = field(default_factory=Size)
    faults: int = 30
    converge_seconds: float = 300.0


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    load: Load
    felt: list[Felt]
    converged: float | None
    verdicts: list[Verdict]

    @property
    def held(self) -> bool:
        """Whether everybody caught up and every invariant holds."""
        return self.converged is not None and not any(one.violations for one in self.verdicts)


async def run(options: Options, folder: Path, say: Callable[[str], None] = print) -> Outcome:
    """Starts an installation in `folder`, lets the storm blow, and looks at what is left."""
    installation = Installation(folder, replicas=REPLICAS)
    try:
        say(f"seed {options.seed}: starting an installation in {folder}")
        await asyncio.to_thread(installation.start)
        return await storm(installation, options, say)
    finally:
        await asyncio.to_thread(installation.stop)


async def storm(installation: Installation, options: Options, say: Callable[[str], None]) -> Outcome:
    """The storm over an installation that runs."""
    administrator = installation.fleet.secrets.administrator()
    injector = Injector(installation, draw_plan(Random(options.seed + 1), options.faults, options.size.seconds), say)
    load = Load(f"s{options.seed}", options.seed, options.size, injector.progress)
    connector = aiohttp.TCPConnector(limit=0, force_close=False)
    gateway = installation.fleet.url("gateway")
    async with aiohttp.ClientSession(connector=connector) as session:
        async with GatewayApi(gateway, administrator.email, administrator.password) as gateway_api:
            await load.prepare(gateway_api, session)
        began = time.monotonic()
        await asyncio.gather(load.blow(), injector.play())
        say(f"load and faults took {time.monotonic() - began:.0f} s")
        await load.settle()
    converged = await quiet(installation, options.converge_seconds)
    verdicts = check(await gather(installation, load.log))
    return Outcome(load, injector.felt, converged, verdicts)
