"""Holds the Kafka connection that consumers share. Kafka may come and go: the HTTP side works without it."""

import asyncio
from contextlib import suppress

import structlog
from faststream.kafka import KafkaBroker, KafkaRouter

CONNECT_SECONDS = 30
STOP_SECONDS = 6
log = structlog.get_logger(__name__)


class KafkaConnection:
    """Starts FastStream's broker as soon as Kafka answers, and retries until then."""

    def __init__(self, kafka: str, router: KafkaRouter) -> None:
        # apply_types=False: otherwise injected values are fetched in a thread of their own for every batch.
        self._broker = KafkaBroker(
            kafka, metadata_max_age_ms=3000, allow_auto_create_topics=False, logger=None, apply_types=False
        )
        self._broker.include_router(router)
        self.connected = False
        self._stuck = asyncio.Event()

    async def stay_connected(self) -> None:
        """Connects and stays connected until cancelled. FastStream's consumers rejoin by themselves when Kafka returns."""
        while True:
            await self._connect()
            await self._stuck.wait()
            log.warning("bus.begun_anew")
            await self.close()

    def reconnect(self) -> None:
        """Replaces stuck consumers. It is called when Kafka delivered nothing although there were lines."""
        self._stuck.set()

    async def _connect(self) -> None:
        delay = 0.2
        while not self.connected:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await self._broker.start()
                self.connected = True
                self._stuck.clear()
                log.info("bus.connected")
            except Exception as error:
                log.warning("bus.away", error=repr(error))
                await self.close()
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5)

    async def close(self) -> None:
        """Stops the consumers. FastStream's own way of stopping can take 40 s while Kafka is unreachable."""
        self.connected = False
        with suppress(Exception):
            async with asyncio.timeout(STOP_SECONDS):
                await self._broker.stop()
