"""The connection to Kafka that consumers share. It may come, go and come back: the HTTP side lives on without it."""

import asyncio
from contextlib import suppress

import structlog
from faststream.kafka import KafkaBroker, KafkaRouter

log = structlog.get_logger(__name__)


class Bus:
    """Starts FastStream's broker as soon as Kafka answers, and keeps trying until then."""

    def __init__(self, kafka: str, router: KafkaRouter) -> None:
        self._broker = KafkaBroker(kafka, metadata_max_age_ms=3000, allow_auto_create_topics=False, logger=None)
        self._broker.include_router(router)
        self.connected = False

    async def keep(self) -> None:
        """Connects, for ever if need be. FastStream's consumers rejoin by themselves after that."""
        delay = 0.2
        while not self.connected:
            try:
                async with asyncio.timeout(30):
                    await self._broker.start()
                self.connected = True
                log.info("bus.connected")
            except Exception as error:
                log.warning("bus.away", error=repr(error))
                with suppress(Exception):
                    await self._stop()
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5)

    async def close(self) -> None:
        with suppress(Exception):
            await self._stop()

    async def _stop(self) -> None:
        # With Kafka away aiokafka's own stop can take 40 s.
        await asyncio.wait_for(self._broker.stop(), 10)
