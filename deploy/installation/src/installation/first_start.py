"""What happens once in the life of an installation: its demonstration client, unless it was started empty.

The content of the demonstration is `demonstration`; this is only the moment at which it is asked for.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from embedded_platform.data_folder import DataFolder, read_json, write_json

from installation.secret_files import Credentials


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in to show to whoever tries the product."""

    who: str
    email: str
    password: str


Create = Callable[[str, Credentials], Sequence[SignIn]]
"""`create(gateway_url, administrator)`: fills a new installation through the public API. It must bear being called
again after an interruption: it makes what is missing."""


class FirstStart:
    """Remembers whether the first start was completed, and what came of it."""

    def __init__(self, folder: DataFolder) -> None:
        self._file = folder.first_start

    @property
    def done(self) -> bool:
        """Whether an earlier start already decided; a later `--empty`, or its absence, changes nothing."""
        return self._file.exists()

    def stay_empty(self) -> None:
        """Decides that there will be no demonstration."""
        self._remember("empty", [])

    def demonstrate(self, gateway_url: str, administrator: Credentials, create: Create) -> None:
        """Makes the demonstration and remembers it; not remembered if it fails, so that the next start tries again."""
        self._remember("demonstration", create(gateway_url, administrator))

    def sign_ins(self) -> list[SignIn]:
        """The sign-ins of the demonstration; none in an empty installation."""
        return [SignIn(**entry) for entry in (read_json(self._file) or {}).get("sign_ins", [])]

    def _remember(self, kind: str, sign_ins: Sequence[SignIn]) -> None:
        entries = [asdict(sign_in) for sign_in in sign_ins]
        write_json(self._file, {"kind": kind, "at": time.time(), "sign_ins": entries}, 0o600)
