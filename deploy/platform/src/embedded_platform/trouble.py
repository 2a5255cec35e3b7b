"""What stops the platform and what the reader can do about it, in one sentence each; shown without a traceback.

Only faults of the surroundings live here (ports, disk, registry, another instance). Defects keep their traceback.
"""

import errno
from pathlib import Path

from embedded_platform.narration import command

MOST_LINES = 12


class Trouble(Exception):
    """A fault that a person can mend; its text says what happened and what to do."""


def disk_full(place: Path | str) -> Trouble:
    """The disk that holds `place` has no room."""
    return Trouble(
        f"The disk that holds {place} is full. Make room there, or set OPSLAYER_HOME to a folder on another disk."
    )


def port_taken(port: int, holder: str | None = None) -> Trouble:
    """Another program listens where the gateway would."""
    by = f" by {holder}" if holder else " by another program"
    return Trouble(f"Port {port} is taken{by}. Stop it, or choose another port: {command(f'up --port {port + 1}')}")


def from_system(error: OSError, place: Path | str) -> Trouble | None:
    """The trouble behind an operating system's error, if it is one that a person can mend."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(
            f"{error.filename or place} cannot be written: {error.strerror}. Does it belong to another user?"
        )
    return None


def from_log(name: str, log: Path) -> Trouble:
    """Why the process `name` ended, as far as its log tells."""
    lines = last_lines(log)
    text = "\n".join(lines)
    if "No space left on device" in text:
        return disk_full(log.parent)
    return Trouble(f"{name} ended. Its log {log} ends with:\n" + "\n".join(f"  {line}" for line in lines))


def last_lines(log: Path, count: int = MOST_LINES) -> list[str]:
    """The end of a log; nothing if there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 20_000))
            return file.read().decode("utf-8", "replace").splitlines()[-count:]
    except OSError:
        return []
