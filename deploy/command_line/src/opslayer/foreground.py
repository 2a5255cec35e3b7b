"""Runs an installation in this process until a signal ends it.

`python -m opslayer.foreground PORT [--empty]` does so for `opslayer up --detach`, without the imports of a terminal.
"""

import logging
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from types import FrameType

from embedded_platform.data_folder import DataFolder, home
from embedded_platform.errors import OperatorError, from_os_error
from embedded_platform.progress import ProgressOutput
from installation.first_start import FirstStart, SignIn
from installation.installation import Installation
from installation.secret_files import Credentials

OnReady = Callable[[Installation, FirstStart], None]


class Interrupted(BaseException):
    """A signal asked this process to stop."""


def run(folder: DataFolder, port: int, empty: bool, progress: ProgressOutput, on_ready: OnReady) -> None:
    """Starts everything, calls `on_ready`, waits for a signal and stops everything."""
    _log_to_file(folder)
    installation = Installation(folder.path, port, progress=progress)
    _on_signals(_interrupt)
    try:
        installation.start()
        on_ready(installation, installation.first_start(empty=empty, create=_create_demonstration))
        installation.record.update(ready=True)
        threading.Event().wait()
    except Interrupted:
        progress.step("Stopping")
    except Exception as error:
        known = from_os_error(error, folder.path) if isinstance(error, OSError) else None
        installation.record_failure(str(known or error))
        raise
    finally:
        _on_signals(signal.SIG_IGN)
        installation.stop()
    progress.step("Stopped; the data are kept")


def _create_demonstration(gateway_url: str, administrator: Credentials) -> Sequence[SignIn]:
    from demonstration import create  # with all importers, which only a first start needs

    return create(gateway_url, administrator)


def _log_to_file(folder: DataFolder) -> None:
    folder.prepare()
    form = "%(asctime)s %(message)s"
    logging.raiseExceptions = False  # a log that cannot be written (disk full) must not write about it on the terminal
    logging.basicConfig(filename=folder.logs / "supervisor.log", level=logging.INFO, format=form)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    logging.getLogger("kafka").setLevel(logging.CRITICAL)


def _on_signals(action: "signal.Handlers | object") -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, action)  # type: ignore[arg-type]


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal module's signature
    _on_signals(signal.SIG_IGN)
    raise Interrupted


if __name__ == "__main__":
    try:
        run(DataFolder(home()), int(sys.argv[1]), "--empty" in sys.argv, ProgressOutput(), lambda _, __: None)
    except OperatorError as error:
        sys.exit(str(error))
