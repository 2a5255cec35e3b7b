"""The interface through which a start reports its progress. The command line prints it; libraries and tests stay silent."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def typed_command(arguments: str) -> str:
    """The command line as the reader can type it: `opslayer …`, or the path of the program where it is not on PATH."""
    here = sys.argv[0] if Path(sys.argv[0]).name == "opslayer" else "opslayer"
    return f"{'opslayer' if shutil.which('opslayer') else here} {arguments}"


Advance = Callable[[int], None]


class ProgressOutput:
    """Receives what is being done. This one shows nothing."""

    def step(self, text: str) -> None:
        """A step begins; the one before it is done."""

    def note(self, text: str) -> None:
        """The reader should know this."""

    @contextmanager
    def download(self, text: str, size: int) -> Iterator[Advance]:  # noqa: ARG002 - for those that show it
        """A download of about `size` bytes begins; the result is called with the size of each piece."""
        yield lambda _: None
