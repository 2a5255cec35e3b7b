"""The first start of an installation creates the demonstration client, unless it was started with `--empty`.

The content of the demonstration is in the package `demonstration`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from embedded_platform.data_folder import DataFolder, read_json, write_json

from installation.secret_files import Credentials


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in of the demonstration, printed by `opslayer up`."""

    who: str
    email: str
    password: str


Create = Callable[[str, Credentials], Sequence[SignIn]]
"""`create(gateway_url, administrator)` fills a new installation through the public API. Called again after an
interruption, it creates what is missing."""


class FirstStart:
    """Records whether the first start was completed, and its sign-ins."""

    def __init__(self, folder: DataFolder) -> None:
        self._file = folder.first_start

    @property
    def done(self) -> bool:
        """Whether an earlier start already decided; then `--empty` has no effect."""
        return self._file.exists()

    def sign_ins(self) -> list[SignIn]:
        """The sign-ins of the demonstration; none in an empty installation."""
        return [SignIn(**entry) for entry in (read_json(self._file) or {}).get("sign_ins", [])]

    def record(self, kind: str, sign_ins: Sequence[SignIn]) -> None:
        """Records that the first start is over, as `empty` or with a `demonstration` and its sign-ins."""
        entries = [asdict(sign_in) for sign_in in sign_ins]
        write_json(self._file, {"kind": kind, "at": time.time(), "sign_ins": entries}, 0o600)
