"""Runs one process of a service: its database, HTTP side, consumers, relay and timers, in the chosen roles.

Each service's own `app.py`, the composition root, decides what to do with them.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import structlog
from fastapi import APIRouter, FastAPI
from faststream.kafka import KafkaRouter

from chassis import telemetry
from chassis.database import Database
from chassis.http import problems
from chassis.http.health import health_routes
from chassis.http.request_limits import RequestLimits
from chassis.inbox import parked
from chassis.inbox.applying import BatchHandler, Begin, Inbox
from chassis.inbox.feed import Feed
from chassis.inbox.following import Follower, OnRestored
from chassis.inbox.kafka_connection import KafkaConnection
from chassis.inbox.parked_routes import parked_routes
from chassis.inbox.subscription import subscribe
from chassis.journal import wakeups
from chassis.journal.relay import Relay
from chassis.journal.routes import feed_routes
from chassis.process.clock import Clock
from chassis.process.service_status import status_routes
from chassis.process.settings import ServiceSettings
from chassis.process.timers import Timer, TimerRule
from chassis.telemetry.request_metrics import RequestMetrics

log = structlog.get_logger(__name__)
CANCEL_AGAIN_SECONDS = 2.0
REACTION_DELAY_SECONDS = 0.01
"""Time that reactions give the view on the same machine to go first, because somebody waits to see their own change."""


class Runtime:
    """The parts that a service runs on. It starts empty, `app.py` wires it, and the server's lifespan starts it."""

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        roles: frozenset[str],
        database: Database,
        larger: Mapping[str, int] | None = None,
    ) -> None:
        """`larger` maps paths that take larger bodies than others to their limit in bytes."""
        self.service = service
        self.settings = settings
        self.roles = roles
        self.database = database
        self.session = aiohttp.ClientSession(json_serialize=_no_json, connector=aiohttp.TCPConnector(limit=64))
        self.app = FastAPI(
            title=f"Opslayer {service}", version="1", lifespan=self._lifespan, openapi_url="/api/openapi.json",
            docs_url=None, redoc_url=None,
        )  # fmt: skip
        self.app.add_middleware(RequestLimits, larger=larger)
        self.app.add_middleware(RequestMetrics)
        problems.add_handlers(self.app)
        self.serve(health_routes(database, self._facts, self._alive))
        token = settings.feed_token.get_secret_value()
        self.serve(feed_routes(database, service, token))
        self.serve(status_routes(database, token))
        self._kafka: KafkaConnection | None = None
        self._relay: Relay | None = None
        self._background: list[Coroutine[Any, Any, None]] = [wakeups.notify(database, self._leads)]
        self._tasks: list[asyncio.Task[None]] = []

    def serve(self, router: APIRouter) -> None:
        """Adds routes one by one, because an included router is searched as a whole for every request to a later route."""
        self.app.router.routes.extend(router.routes)

    def follow(
        self,
        sources: Sequence[str],
        handle: BatchHandler,
        begin: Begin | None = None,
        *,
        delay_seconds: float = REACTION_DELAY_SECONDS,
        concurrent_batches: int = 0,
        on_restored: OnRestored | None = None,
        inbox_of: type[Inbox] = Inbox,
        follower_of: type[Follower] = Follower,
    ) -> Follower:
        """Follows these sources' journals with `handle`. Consumers run only in the role `consumers`.

        `delay_seconds` and `concurrent_batches` are explained in `subscribe`, `on_restored` in `Follower`.
        """
        begin = begin or self.database.transaction
        inbox = inbox_of(begin, handle, pipelined=concurrent_batches > 0)
        token = self.settings.feed_token.get_secret_value()
        self.serve(parked_routes(self.database, inbox, token))
        feeds = {source: Feed(self.session, self.settings.peers()[source], token) for source in sources}
        follower = follower_of(begin, inbox, feeds, stuck=self._reconnect, on_restored=on_restored)
        if "consumers" in self.roles:
            router = KafkaRouter()
            subscribe(
                router, self.service, sources, follower, begin, self.settings.replica, delay_seconds, concurrent_batches
            )
            self._kafka = KafkaConnection(self.settings.kafka, router)
            self._background += [self._kafka.stay_connected(), follower.watch(), parked.keep_count(self.database)]
        return follower

    def relay(self, relay_of: type[Relay] = Relay) -> None:
        """Relays the service's own journal to Kafka, in the role `relay`."""
        if "relay" in self.roles:
            self._relay = relay_of(self.database, self.service, self.settings.kafka, self.settings.replica)
            self._background.append(self._relay.run())

    def add_timer(self, due: TimerRule, clock: Clock) -> None:
        """Handles things that fall due, in the role `timers`."""
        self.in_background("timers", Timer(self.database, clock, due).run())

    def in_background(self, role: str, loop: Coroutine[Any, Any, None]) -> None:
        """Runs one of the service's own loops for the life of the process, if the process has the role."""
        if role in self.roles:
            self._background.append(loop)
        else:
            loop.close()

    def _reconnect(self) -> None:
        if self._kafka is not None:
            self._kafka.reconnect()

    def _leads(self) -> bool:
        return self._relay is not None and self._relay.leads

    def _alive(self) -> bool:
        """Returns false when a loop has ended that should run permanently. The process should then be restarted."""
        return not any(task.done() for task in self._tasks)

    async def _facts(self) -> dict[str, object]:
        return {"roles": sorted(self.roles), "bus": self._kafka.connected if self._kafka else None}

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG002 - Starlette's signature
        provider = telemetry.configure_tracing(self.service, self.settings.otlp_url, self.settings.trace_ratio)
        self._tasks = [asyncio.create_task(_run_logged(loop)) for loop in self._background]
        try:
            yield
        finally:
            await self._stop()
            if provider is not None:
                await asyncio.to_thread(provider.force_flush, 2000)

    async def _stop(self) -> None:
        await _end(self._tasks)
        if self._kafka is not None:
            await self._kafka.close()
        await self.session.close()
        await self.database.close()


async def _end(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancels the loops repeatedly until each has ended, because a library may swallow the first cancellation."""
    waiting = set(tasks)
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=CANCEL_AGAIN_SECONDS)


async def _run_logged(loop: Coroutine[Any, Any, None]) -> None:
    try:
        await loop
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("background.ended")  # loops handle their own errors, so one that ends is a defect


def _no_json(value: Any) -> str:
    raise TypeError(f"send bytes, not {type(value)}")
