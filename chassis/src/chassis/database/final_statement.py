"""Sends the last statement of a transaction: a delayed write, and a check that may still reject the transaction, in one.

Both are function calls. The check runs first. The statements of a function see what was committed before they began, so the
write builds on the state that the check has verified.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

Call = Callable[[int], str]
"""Takes the number of its first parameter and returns the text of a call, `f($4, $5)`. Define it once: texts are cached."""


@dataclass(slots=True)
class FinalStatement:
    """The delayed write and the check of one transaction."""

    write: Call | None = None
    write_values: Sequence[Any] = ()
    check: Call | None = None
    check_values: Sequence[Any] = ()

    def __bool__(self) -> bool:
        return self.write is not None or self.check is not None

    async def send(self, connection: Any) -> None:
        """Sends the check and the write. Afterwards nothing is pending."""
        text, values = _text(self.write, len(self.write_values), self.check), (*self.write_values, *self.check_values)
        self.write, self.write_values, self.check, self.check_values = None, (), None, ()
        await connection.execute(text, *values)

    async def send_write(self, connection: Any) -> None:
        """Sends the write, because a read is about to need it. The check stays pending."""
        text, values = _text(self.write, len(self.write_values), None), self.write_values
        self.write, self.write_values = None, ()
        await connection.execute(text, *values)


@cache
def _text(write: Call | None, parameters: int, check: Call | None) -> str:
    if write is None or check is None:
        only = write or check
        return f"SELECT {only(1)}" if only is not None else "SELECT 1"
    return f"WITH checked AS MATERIALIZED (SELECT {check(parameters + 1)}) SELECT {write(1)} FROM checked"
