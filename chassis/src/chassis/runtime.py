"""One process of a service: its database, HTTP side, consumers, relay and timers, in the roles the operator chose.

What the service does with them is decided in its own `app.py`, the composition root, which calls `Runtime`.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import structlog
from fastapi import FastAPI
from faststream.kafka import KafkaRouter

from chassis import problems, telemetry
from chassis.bus import Bus
from chassis.database import Database
from chassis.health import health_routes
from chassis.inbox.applying import BatchHandler, Begin, Inbox
from chassis.inbox.feed import Feed
from chassis.inbox.following import Follower
from chassis.inbox.subscription import subscribe
from chassis.journal.routes import feed_routes
from chassis.measuring import MeasuredRequests
from chassis.parked_routes import parked_routes
from chassis.relay import Relay
from chassis.settings import ServiceSettings

log = structlog.get_logger(__name__)


class Runtime:
    """Everything a service runs on; made empty, wired by `app.py`, started by the server's lifespan."""

    def __init__(self, service: str, settings: ServiceSettings, roles: frozenset[str], database: Database) -> None:
        self.service = service
        self.settings = settings
        self.roles = roles
        self.database = database
        self.session = aiohttp.ClientSession(json_serialize=_no_json, connector=aiohttp.TCPConnector(limit=64))
        self.app = FastAPI(
            title=f"Opslayer {service}", version="1", lifespan=self._lifespan, openapi_url="/api/openapi.json"
        )
        self.app.add_middleware(MeasuredRequests)
        problems.add_handlers(self.app)
        self.app.include_router(health_routes(database, self._facts))
        token = settings.feed_token.get_secret_value()
        self.app.include_router(feed_routes(database, service, token))
        self.follower: Follower | None = None
        self._bus: Bus | None = None
        self._background: list[Coroutine[Any, Any, None]] = []
        self._tasks: list[asyncio.Task[None]] = []

    def follow(self, sources: Sequence[str], handle: BatchHandler, begin: Begin | None = None) -> None:
        """Follows these sources' journals with `handle`; consumers run only in the role `consumers`."""
        begin = begin or self.database.transaction
        inbox = Inbox(begin, handle)
        token = self.settings.feed_token.get_secret_value()
        self.app.include_router(parked_routes(self.database, inbox, token))
        feeds = {source: Feed(self.session, self.settings.peers()[source], token) for source in sources}
        self.follower = Follower(begin, inbox, feeds)
        if "consumers" in self.roles:
            router = KafkaRouter()
            subscribe(router, self.service, sources, self.follower, begin, self.settings.replica)
            self._bus = Bus(self.settings.kafka, router)
            self._background += [self._bus.keep(), self.follower.watch()]

    def relay(self) -> None:
        """Relays the own journal to Kafka, in the role `relay`."""
        if "relay" in self.roles:
            holder = f"{self.service}-{self.settings.replica}"
            self._background.append(Relay(self.database, self.service, self.settings.kafka, holder).run())

    def in_background(self, role: str, loop: Coroutine[Any, Any, None]) -> None:
        """Runs a loop of the service's own as long as the process lives, if it has the role."""
        if role in self.roles:
            self._background.append(loop)
        else:
            loop.close()

    async def _facts(self) -> dict[str, object]:
        return {"roles": sorted(self.roles), "bus": self._bus.connected if self._bus else None}

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG002 - Starlette's signature
        provider = telemetry.configure_tracing(self.service, self.settings.otlp_url, self.settings.trace_ratio)
        self._tasks = [asyncio.create_task(_guarded(loop)) for loop in self._background]
        try:
            yield
        finally:
            async with AsyncExitStack() as closing:
                closing.push_async_callback(self.database.close)
                closing.push_async_callback(self.session.close)
                if self._bus is not None:
                    closing.push_async_callback(self._bus.close)
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
                if provider is not None:
                    await asyncio.to_thread(provider.force_flush, 2000)


async def _guarded(loop: Coroutine[Any, Any, None]) -> None:
    try:
        await loop
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("background.ended")  # loops handle their own faults; one that ends is a defect to see


def _no_json(value: Any) -> str:
    raise TypeError(f"send bytes, not {type(value)}")
