"""`opslayer up` and `opslayer down`."""

from typing import Annotated

import typer
from embedded_platform.data_folder import DataFolder, home
from installation.first_start import FirstStart
from installation.installation import Installation
from installation.release import check_release
from installation.settings import check_settings, without_effect

from opslayer.background import start_in_background, stop_running
from opslayer.foreground import run
from opslayer.terminal import TerminalOutput, console, print_sign_ins

commands = typer.Typer()
GATEWAY_PORT = 8080

Detach = Annotated[bool, typer.Option("--detach", "-d", help="Leave it running in the background.")]
Empty = Annotated[bool, typer.Option("--empty", help="Make no demonstration client (decided at the first start).")]
Port = Annotated[int, typer.Option("--port", help="Port of the panel and the API on this machine.", min=1, max=65535)]


@commands.command()
def up(detach: Detach = False, empty: Empty = False, port: Port = GATEWAY_PORT) -> None:
    """Start everything: PostgreSQL, Kafka, the services and the panel."""
    check_settings()
    folder = DataFolder(home())
    check_release(folder)
    progress = TerminalOutput()
    if sentence := without_effect():
        progress.note(sentence)
    if detach:
        start_in_background(folder, port, empty, progress)
    else:
        run(folder, port, empty, progress, _print_ready)


@commands.command()
def down() -> None:
    """Stop what `up` started, in this terminal or another. The data are kept."""
    stop_running(DataFolder(home()))


def _print_ready(installation: Installation, first: FirstStart) -> None:
    print_sign_ins(installation.address, installation.fleet.secrets, first)
    console.print("[dim]Ctrl-C stops it.[/]")
