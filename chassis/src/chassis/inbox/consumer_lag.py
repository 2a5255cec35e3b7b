"""Measures how far a consumer is behind one owner: in lines, and in seconds since it first saw a line not yet applied."""

import time
from collections import deque
from collections.abc import Sequence

from chassis import telemetry

_LOOKS = 1200
"""Number of comparisons remembered, one hour's worth. A longer lag has been reported for an hour already."""


class ConsumerLag:
    """Remembers what earlier comparisons with an owner's heads saw."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._looks: deque[tuple[float, Sequence[int]]] = deque(maxlen=_LOOKS)
        self.caught_up_at: float | None = None
        """Time of the newest comparison whose lines are all applied (monotonic seconds). None before the first such one."""

    def look(self, heads: Sequence[int], marks: Sequence[int], now: float | None = None) -> list[int]:
        """Records a comparison. Returns the shards with lines that an earlier comparison saw and that are still missing."""
        at = time.monotonic() if now is None else now
        while self._looks and not _missing(self._looks[0][1], marks):
            self.caught_up_at = self._looks.popleft()[0]
        seconds = at - self._looks[0][0] if self._looks else 0.0
        overdue = _missing(self._looks[-1][1], marks) if self._looks else []
        if _missing(heads, marks):
            self._looks.append((at, heads))
        else:
            self._looks.clear()
            self.caught_up_at = at
        telemetry.CONSUMER_BEHIND.labels(self._source).set(
            sum(max(0, h - m) for h, m in zip(heads, marks, strict=True))
        )
        telemetry.CONSUMER_BEHIND_SECONDS.labels(self._source).set(seconds)
        return overdue


def _missing(heads: Sequence[int], marks: Sequence[int]) -> list[int]:
    return [shard for shard, (head, mark) in enumerate(zip(heads, marks, strict=True)) if mark < head]
