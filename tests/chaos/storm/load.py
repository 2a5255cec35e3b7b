"""The load of a run: concurrent clients give the drawn commands at their times, while onboardings are driven beside them."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import aiohttp
from testkit.api_users import GatewayApi

from storm.caller import Caller
from storm.client_log import ClientLog
from storm.companies import Firm, make_firms
from storm.desk import Desk
from storm.mix import Drawn, DrawnProcess, draw_commands, draw_processes
from storm.onboarding import Onboarding

HOT_TICKETS = 20
PROCESSES_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Size:
    """How much load: commands, onboardings, clients at once, and over how many seconds."""

    commands: int = 1000
    processes: int = 50
    clients: int = 12
    firms: int = 3
    seconds: float = 180.0
    hot: int = HOT_TICKETS
    longest_process: float = 600.0
    """Seconds one onboarding may take before nobody drives it any more."""


@dataclass(slots=True)
class Load:
    """One run of load against a gateway."""

    run: str
    seed: int
    size: Size
    not_ahead_of: Callable[[], float] = lambda: 1.0
    """How far the faults are (0 to 1): the load never runs ahead of them, so that each has something to hurt."""
    log: ClientLog = field(default_factory=ClientLog)
    firms: list[Firm] = field(default_factory=list)
    endings: Counter[str] = field(default_factory=Counter)
    _desks: list[Desk] = field(default_factory=list)
    _commands: list[Drawn] = field(default_factory=list)
    _processes: list[DrawnProcess] = field(default_factory=list)
    _began: float = 0.0

    async def prepare(self, gateway_api: GatewayApi, session: aiohttp.ClientSession) -> None:
        """Makes the clients, their accounts and the hot tickets, and draws what will be done."""
        random = Random(self.seed)
        self.firms = await make_firms(gateway_api, session, self.log, self.size.firms)
        self._desks = [Desk(firm, self.run) for firm in self.firms]
        self._commands = draw_commands(random, self.size.commands, self.size.firms)
        self._processes = draw_processes(random, self.size.processes, self.size.firms)
        await asyncio.gather(*(self._desks[n % len(self._desks)].open_hot(n) for n in range(self.size.hot)))

    async def blow(self) -> None:
        """Gives everything; returns when every command has its answer and every onboarding its end, or time is over."""
        self._began = time.monotonic()
        commands, processes = iter(self._commands), iter(self._processes)
        clients = [self._client(number, commands) for number in range(self.size.clients)]
        drivers = [self._driver(processes) for _ in range(PROCESSES_AT_ONCE)]
        await asyncio.gather(*clients, *drivers)

    async def settle(self) -> int:
        """Repeats every command whose outcome is unknown, under its key; returns how many there were."""
        callers = {caller.account: caller for firm in self.firms for caller in _callers(firm)}
        unknown = [given for given in self.log.commands if given.outcome == "unknown"]
        for given in unknown:
            await callers[given.account].repeat(given)
            given.settled_late = given.outcome != "unknown"
        return len(unknown)

    async def _client(self, number: int, commands: Iterator[Drawn]) -> None:
        for drawn in commands:  # shared by all clients: each takes the next one
            await self._moment(drawn.at)
            await self._desks[drawn.firm].give(drawn, number)

    async def _driver(self, processes: Iterator[DrawnProcess]) -> None:
        for drawn in processes:
            await self._moment(drawn.at)
            until = time.monotonic() + self.size.longest_process
            self.endings[await Onboarding(drawn, self.firms[drawn.firm], self.run, until).drive()] += 1

    async def _moment(self, at: float) -> None:
        await asyncio.sleep(max(0.0, self._began + at * self.size.seconds - time.monotonic()))
        while self.not_ahead_of() < at:  # noqa: ASYNC110 - the faults are told by how far they are, not by events
            await asyncio.sleep(0.2)


def _callers(firm: Firm) -> tuple[Caller, ...]:
    return firm.requester, firm.decider, firm.technician
