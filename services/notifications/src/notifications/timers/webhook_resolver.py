"""Looks up the address behind a webhook's name, checks it, and pins the connection to exactly that address.

One look-up is both checked and used, so a name that answers differently the second time gains nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from notifications.domain.network_addresses import Address, Networks, address_in, may_reach

LookUp = Callable[[str, int], Awaitable[Sequence[str]]]
"""From host and port to the addresses behind them, as texts."""


class AddressNotAllowed(Exception):
    """The webhook leads to an address that it must not reach."""


async def look_up(host: str, port: int) -> list[str]:
    """Asks the machine's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(where[0]) for *_, where in found]


class PinnedResolver(AbstractResolver):
    """A resolver that knows one address."""

    def __init__(self, host: str, address: Address) -> None:
        self._host = host
        self._address = address

    @classmethod
    async def to(cls, url: URL, private: Networks, look_up_name: LookUp) -> "PinnedResolver":
        """Pinned to the first address of the URL's host; refuses when any of its addresses is not allowed."""
        host = url.raw_host or ""
        given = address_in(host)
        addresses = (
            [given]
            if given
            else [ip_address(text.partition("%")[0]) for text in await look_up_name(host, url.port or 0)]
        )
        if not addresses or not all(may_reach(address, private) for address in addresses):
            raise AddressNotAllowed(host)
        return cls(host, addresses[0])

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
    ) -> list[ResolveResult]:
        """The one address, and only for the host it was looked up for."""
        if host != self._host:
            raise OSError(f"pinned to {self._host}, asked for {host}")
        version = socket.AF_INET if self._address.version == 4 else socket.AF_INET6
        return [
            ResolveResult(
                hostname=host, host=str(self._address), port=port, family=version, proto=0, flags=socket.AI_NUMERICHOST
            )
        ]

    async def close(self) -> None:
        """Nothing is held."""
