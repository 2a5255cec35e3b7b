"""The last statement of a transaction: the check that may still undo all of it, and what waited for it, in one.

Both are function calls. The check comes first: the statements of a function see what was committed before they began, so
what is written after it is written on what the check has found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

Call = Callable[[int], str]
"""From the number of its first parameter to the text of a call, `f($4, $5)`. One made once: texts are remembered."""


@dataclass(slots=True)
class FinalStatement:
    """What waits."""

    write: Call | None = None
    write_values: Sequence[Any] = ()
    check: Call | None = None
    check_values: Sequence[Any] = ()

    def __bool__(self) -> bool:
        return self.write is not None or self.check is not None

    async def send(self, connection: Any) -> None:
        """Sends all of it; afterwards nothing waits."""
        text, values = _text(self.write, len(self.write_values), self.check), (*self.write_values, *self.check_values)
        self.write, self.write_values, self.check, self.check_values = None, (), None, ()
        await connection.execute(text, *values)

    async def send_write(self, connection: Any) -> None:
        """Sends what is to be written, because something is about to be read; the check goes on waiting."""
        text, values = _text(self.write, len(self.write_values), None), self.write_values
        self.write, self.write_values = None, ()
        await connection.execute(text, *values)


@cache
def _text(write: Call | None, parameters: int, check: Call | None) -> str:
    if write is None or check is None:
        only = write or check
        return f"SELECT {only(1)}" if only is not None else "SELECT 1"
    return f"WITH checked AS MATERIALIZED (SELECT {check(parameters + 1)}) SELECT {write(1)} FROM checked"
