"""A proxy in front of a server. While open it passes everything on. Closed, it cuts every connection and accepts none.

Kafka tells its clients its address. The proxy replaces it by its own, of the same length, so nothing else changes.
"""

import asyncio
import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

from testkit.serving import free_port


class NetworkProxy:
    """A TCP proxy on a port of its own."""

    def __init__(self, host: str, port: int, *, kafka: bool = False) -> None:
        self._target = (host, port)
        self.port = free_port()
        self._kafka = kafka
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Returns the address that clients connect to."""
        return f"127.0.0.1:{self.port}"

    async def open(self) -> "NetworkProxy":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        return self

    async def close(self) -> None:
        """Cuts all connections and accepts no new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await self._reach()
        except OSError:
            writer.transport.abort()
            return
        self._open.update((writer, back))
        passing = [asyncio.create_task(self._pass(reader, back)), asyncio.create_task(self._pass(there, writer))]
        self._tasks.update(passing)
        await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        for one in (writer, back):
            one.transport.abort()
            self._open.discard(one)
        for task in passing:
            task.cancel()
            self._tasks.discard(task)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        host, port = self._target
        if host.startswith("/"):
            return await asyncio.open_unix_connection(str(Path(host) / f".s.PGSQL.{port}"))
        return await asyncio.open_connection(host, port)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while content := await reader.read(65536):
                writer.write(self._readdressed(content))
                await writer.drain()

    def _readdressed(self, content: bytes) -> bytes:
        if not self._kafka:
            return content
        port = self._target[1].to_bytes(4, "big")
        return re.sub(
            rb"(127\.0\.0\.1|localhost)" + re.escape(port),
            lambda match: match[1] + self.port.to_bytes(4, "big"),
            content,
        )


def postgres_proxy(url: str) -> tuple[NetworkProxy, str]:
    """Returns a proxy in front of a PostgreSQL address, and the address that leads through it."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or "127.0.0.1"])[0]
    proxy = NetworkProxy(host, parts.port or 5432)
    credentials = parts.netloc.rpartition("@")[0]
    return proxy, urlunsplit(("postgresql", f"{credentials}@{proxy.address}", parts.path, "", ""))


def kafka_proxy(bootstrap: str) -> NetworkProxy:
    """Returns a proxy in front of the first of the bootstrap servers."""
    host, _, port = bootstrap.split(",")[0].rpartition(":")
    return NetworkProxy(host, int(port), kafka=True)
