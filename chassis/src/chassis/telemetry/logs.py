"""Configures log lines on standard output: JSON, or coloured for a person, in one shape for the product and its libraries."""

import logging
import sys
import time
from typing import Any

import structlog

QUIET_SECONDS = 30.0
_NOISY = ("aiokafka", "faststream")
"""Loggers that write a hundred lines a second while Kafka is unreachable."""


class Sparing(logging.Filter):
    """Lets each message of a noisy library through once per period. The numbers in a message make no difference."""

    def __init__(self, seconds: float = QUIET_SECONDS) -> None:
        super().__init__()
        self._seconds = seconds
        self._passed_at: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(_NOISY):
            return True
        now = time.monotonic()
        message = f"{record.name} {record.msg}"[:200]
        if now - self._passed_at.get(message, -self._seconds) < self._seconds:
            return False
        if len(self._passed_at) > 500:
            self._passed_at.clear()
        self._passed_at[message] = now
        return True


def configure(form: str) -> None:
    """Sets up logging for the process. `form` is `json` or `console`."""
    renderer: Any = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    handler.addFilter(Sparing())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)
