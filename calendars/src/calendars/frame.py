"""One stretch of a day during which a calendar is open, such as 09:00-17:00."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Self

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

_TEXT = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Frame:
    """From one local time to a later one of the same day, both counted from midnight in whole minutes."""

    opens: timedelta
    closes: timedelta

    def __post_init__(self) -> None:
        if self.opens % MINUTE or self.closes % MINUTE:
            raise ValueError(f"A frame begins and ends at whole minutes: {self.opens}, {self.closes}")
        if not timedelta() <= self.opens < self.closes <= DAY:
            raise ValueError(f"A frame ends later on the day it begins, at midnight at the latest: {self}")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Reads "09:00-17:00"; a frame that lasts to the end of the day ends at 24:00."""
        match = _TEXT.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise ValueError(f'A frame is written as "09:00-17:00": {text!r}')
        opens_hour, opens_minute, closes_hour, closes_minute = map(int, match.groups())
        if max(opens_minute, closes_minute) > 59:
            raise ValueError(f"An hour has 60 minutes: {text!r}")
        return cls(
            timedelta(hours=opens_hour, minutes=opens_minute), timedelta(hours=closes_hour, minutes=closes_minute)
        )

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


Frames = tuple[Frame, ...]
"""The frames of one day, in order and apart from each other; none means closed."""


def in_order(frames: Iterable[Frame]) -> Frames:
    """Returns the frames sorted by time; frames that overlap are a ValueError."""
    ordered = tuple(sorted(frames))
    for earlier, later in pairwise(ordered):
        if later.opens < earlier.closes:
            raise ValueError(f"Frames of a day do not overlap: {earlier} and {later}")
    return ordered


def _clock(time: timedelta) -> str:
    hours, minutes = divmod(time // MINUTE, 60)
    return f"{hours:02}:{minutes:02}"
