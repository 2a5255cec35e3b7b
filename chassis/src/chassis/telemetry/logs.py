"""Log lines: JSON (or coloured ones for a person) on standard output, one shape for ours and for the libraries'."""

import logging
import sys
import time
from typing import Any

import structlog

QUIET_SECONDS = 30.0
_TALKATIVE = ("aiokafka", "faststream")
"""Loggers that write a hundred lines a second while Kafka is away."""


class Sparing(logging.Filter):
    """Lets each sentence of a talkative library through once in a while; how it differs in numbers does not matter."""

    def __init__(self, seconds: float = QUIET_SECONDS) -> None:
        super().__init__()
        self._seconds = seconds
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(_TALKATIVE):
            return True
        now = time.monotonic()
        sentence = f"{record.name} {record.msg}"[:200]
        if now - self._said.get(sentence, -self._seconds) < self._seconds:
            return False
        if len(self._said) > 500:
            self._said.clear()
        self._said[sentence] = now
        return True


def configure(form: str) -> None:
    """Sets up logging for the process."""
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
