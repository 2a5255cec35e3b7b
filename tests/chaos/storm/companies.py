"""The clients of the load, and who acts for them: made once, before the first fault."""

import asyncio
from dataclasses import dataclass, field, replace

import aiohttp
from testkit.api_users import ApiUser, Company, GatewayApi

from storm.caller import Caller
from storm.client_log import ClientLog

ROLES = {
    "requester": ("client", ("requester",)),
    "decider": ("client", ("decider",)),
    "technician": ("provider", ("technician", "coordinator")),
}


@dataclass(slots=True)
class Firm:
    """One client of the load: its people's sessions, and the hardware it has."""

    client: str
    requester: Caller
    decider: Caller
    technician: Caller
    hot: list[str] = field(default_factory=list)
    """Its tickets that everybody writes into."""

    def another(self, caller: Caller, number: int) -> Caller:
        """The same account in a session of its own."""
        return replace(caller, name=f"{caller.name}/{number}", seen={})


async def make_firms(
    gateway_api: GatewayApi, session: aiohttp.ClientSession, log: ClientLog, number: int
) -> list[Firm]:
    """`number` clients with a requester, a decider and a technician each."""
    made = [await gateway_api.company(f"Sztorm {index}") for index in range(number)]
    return list(await asyncio.gather(*(_firm(company, session, log) for company in made)))


async def _firm(company: Company, session: aiohttp.ClientSession, log: ClientLog) -> Firm:
    client = company.client["id"]

    async def caller(role: str) -> Caller:
        side, roles = ROLES[role]
        make = company.member if side == "client" else company.technician
        visitor: ApiUser = await make(f"{role} {company.unique}", *roles)
        name = f"{role} of {client[-6:]}"
        return Caller(name, visitor.gateway, session, await visitor.token(), visitor.account["id"], client, log)

    return Firm(client, await caller("requester"), await caller("decider"), await caller("technician"))
