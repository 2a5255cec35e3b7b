"""How the long work of starting is told to whoever waits; the command line shows it, tests stay silent."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol


def command(words: str) -> str:
    """A command of ours as the reader can type it: `opslayer …`, or the path it was started by where it is not known."""
    here = sys.argv[0] if Path(sys.argv[0]).name == "opslayer" else "opslayer"
    return f"{'opslayer' if shutil.which('opslayer') else here} {words}"


Advance = Callable[[int], None]


class Narration(Protocol):
    """Receives what is being done."""

    def step(self, text: str) -> None:
        """A new step begins; the one before is done."""

    def note(self, text: str) -> None:
        """Something the reader should know."""

    def download(self, text: str, size: int) -> AbstractContextManager[Advance]:
        """A download of about `size` bytes begins; what it gives is told the size of each piece."""


class Silence:
    """Tells nobody anything."""

    def step(self, text: str) -> None:
        """Nothing."""

    def note(self, text: str) -> None:
        """Nothing."""

    @contextmanager
    def _nothing(self) -> Iterator[Advance]:
        yield lambda _: None

    def download(self, text: str, size: int) -> AbstractContextManager[Advance]:  # noqa: ARG002 - silence has no use for them
        """Nothing."""
        return self._nothing()
