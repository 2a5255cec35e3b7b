"""`opslayer up` and `opslayer down`."""

import logging
import signal
import threading
from types import FrameType
from typing import Annotated

import typer
from embedded_platform.data_folder import DataFolder, home
from embedded_platform.narration import Silence
from embedded_platform.trouble import from_system
from installation.installation import Installation

from demonstration import create
from opslayer.background import start_in_background, stop_running
from opslayer.telling import Telling, console, tell_address

commands = typer.Typer()
GATEWAY_PORT = 8080

Detach = Annotated[bool, typer.Option("--detach", "-d", help="Leave it running in the background.")]
Empty = Annotated[bool, typer.Option("--empty", help="Make no demonstration client (decided at the first start).")]
Port = Annotated[int, typer.Option("--port", help="Port of the panel and the API on this machine.", min=1, max=65535)]
Background = Annotated[bool, typer.Option("--in-background", hidden=True)]


class Interrupted(BaseException):
    """Somebody asked us to stop."""


@commands.command()
def up(
    detach: Detach = False, empty: Empty = False, port: Port = GATEWAY_PORT, in_background: Background = False
) -> None:
    """Start everything: PostgreSQL, Kafka, the services and the panel."""
    folder = DataFolder(home())
    if detach:
        start_in_background(folder, port, empty)
        return
    _prepare(folder)
    narration = Silence() if in_background else Telling()
    installation = Installation(folder.path, port, narration=narration)
    _on_signals(_interrupt)
    try:
        _run(installation, empty, in_background)
    except Interrupted:
        narration.step("Stopping")
    except Exception as error:
        trouble = from_system(error, folder.path) if isinstance(error, OSError) else None
        installation.gave_up(str(trouble or error))
        raise
    finally:
        _on_signals(signal.SIG_IGN)
        installation.stop()
    narration.step("Stopped; the data are kept")


@commands.command()
def down() -> None:
    """Stop what `up` started, in this terminal or another. The data are kept."""
    stop_running(DataFolder(home()))


def _run(installation: Installation, empty: bool, in_background: bool) -> None:
    installation.start()
    first = installation.first_start(empty=empty, create=create)
    if not in_background:
        tell_address(installation.address, installation.fleet.secrets, first)
        console.print("[dim]Ctrl-C stops it.[/]")
    installation.record.say(ready=True)
    threading.Event().wait()  # until a signal


def _prepare(folder: DataFolder) -> None:
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
