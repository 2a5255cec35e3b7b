"""Errors an operator can act on. Each is one or two sentences: what happened and what to do; shown without a traceback.

Only faults of the machine are here (ports, disk, registry, another instance). Defects keep their traceback.
"""

import errno
from pathlib import Path

from embedded_platform.progress import typed_command

LOG_LINES = 12


class OperatorError(Exception):
    """A fault that the operator can remove; its text is shown as it is."""


def disk_full(place: Path | str) -> OperatorError:
    """The disk that holds `place` is full."""
    return OperatorError(
        f"The disk that holds {place} is full. Make room there, or set OPSLAYER_HOME to a folder on another disk."
    )


def port_taken(port: int, program: str | None) -> OperatorError:
    """Another program listens on the gateway's port."""
    by = f" by {program}" if program else " by another program"
    other = typed_command(f"up --port {port + 1}")
    return OperatorError(f"Port {port} is taken{by}. Stop it, or choose another port: {other}")


def from_os_error(error: OSError, place: Path | str) -> OperatorError | None:
    """The same error in words for the operator; None when it is not one the operator can remove."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return OperatorError(
            f"{error.filename or place} cannot be written: {error.strerror}. Does it belong to another user?"
        )
    return None


def process_ended(name: str, log: Path) -> OperatorError:
    """The process `name` ended; the error quotes the end of its log."""
    lines = _last_lines(log)
    text = "\n".join(lines)
    if "No space left on device" in text:
        return disk_full(log.parent)
    return OperatorError(f"{name} ended. Its log {log} ends with:\n" + "\n".join(f"  {line}" for line in lines))


def _last_lines(log: Path) -> list[str]:
    """The last lines of a log; none when there is no log."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 20_000))
            return file.read().decode("utf-8", "replace").splitlines()[-LOG_LINES:]
    except OSError:
        return []
