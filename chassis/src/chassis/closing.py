"""The last statement of a transaction: what waited for the end, and the check that may still undo all of it, in one.

Data-modifying parts of a WITH clause run whether or not anything reads them, and the call at their end raises or not; so
both take a single round trip.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

Call = Callable[[int], str]
"""From the number of its first parameter to the text of a function call, `f($4, $5)`. One made once: texts are remembered."""


@dataclass(slots=True)
class Closing:
    """What waits."""

    parts: str = ""
    values: Sequence[Any] = ()
    call: Call | None = None
    call_values: Sequence[Any] = ()

    def __bool__(self) -> bool:
        return bool(self.parts) or self.call is not None

    async def send(self, connection: Any) -> None:
        """Sends all of it; afterwards nothing waits."""
        text = _text(self.parts, len(self.values), self.call)
        values = (*self.values, *self.call_values)
        self.parts, self.values, self.call, self.call_values = "", (), None, ()
        await connection.execute(text, *values)

    async def send_parts(self, connection: Any) -> None:
        """Sends what is to be written, because something is about to be read; the check goes on waiting."""
        text, values = _text(self.parts, len(self.values), None), self.values
        self.parts, self.values = "", ()
        await connection.execute(text, *values)


@cache
def _text(parts: str, parameters: int, call: Call | None) -> str:
    before = f"WITH {parts} " if parts else ""
    return f"{before}SELECT {call(parameters + 1) if call is not None else 1}"
