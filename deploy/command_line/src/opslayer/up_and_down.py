"""`opslayer up` and `opslayer down`."""

import logging
import signal
import threading
from types import FrameType
from typing import Annotated

import typer
from embedded_platform.data_folder import DataFolder, home
from embedded_platform.errors import from_os_error
from embedded_platform.progress import NoOutput
from installation.installation import Installation
from installation.settings import check_settings, without_effect

from demonstration import create
from opslayer.background import start_in_background, stop_running
from opslayer.terminal import TerminalOutput, console, print_sign_ins

commands = typer.Typer()
GATEWAY_PORT = 8080

Detach = Annotated[bool, typer.Option("--detach", "-d", help="Leave it running in the background.")]
Empty = Annotated[bool, typer.Option("--empty", help="Make no demonstration client (decided at the first start).")]
Port = Annotated[int, typer.Option("--port", help="Port of the panel and the API on this machine.", min=1, max=65535)]
Background = Annotated[bool, typer.Option("--in-background", hidden=True)]


class Interrupted(BaseException):
    """A signal asked this process to stop."""


@commands.command()
def up(
    detach: Detach = False, empty: Empty = False, port: Port = GATEWAY_PORT, in_background: Background = False
) -> None:
    """Start everything: PostgreSQL, Kafka, the services and the panel."""
    check_settings()
    if not in_background and (sentence := without_effect()):
        TerminalOutput().note(sentence)
    folder = DataFolder(home())
    if detach:
        start_in_background(folder, port, empty)
        return
    _prepare(folder)
    progress = NoOutput() if in_background else TerminalOutput()
    installation = Installation(folder.path, port, progress=progress)
    _on_signals(_interrupt)
    try:
        _run(installation, empty, in_background)
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


@commands.command()
def down() -> None:
    """Stop what `up` started, in this terminal or another. The data are kept."""
    stop_running(DataFolder(home()))


def _run(installation: Installation, empty: bool, in_background: bool) -> None:
    installation.start()
    first = installation.first_start(empty=empty, create=create)
    if not in_background:
        print_sign_ins(installation.address, installation.fleet.secrets, first)
        console.print("[dim]Ctrl-C stops it.[/]")
    installation.record.update(ready=True)
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
