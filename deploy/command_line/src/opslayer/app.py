"""The command line as a whole: the list of its groups, and how a fault is told.

To add commands: a module here with `commands = typer.Typer()` (give it a name to make it a group), and a line in GROUPS.
"""

import sys

import typer
from embedded_platform.data_folder import home
from embedded_platform.trouble import Trouble, from_system
from rich.console import Console
from rich.markup import escape

from opslayer import importing, operating, running, status

GROUPS = (running.commands, status.commands, importing.commands, operating.commands)

app = typer.Typer(
    name="opslayer",
    help="The shared operational layer between a company and its outsourced IT team.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for group in GROUPS:
    app.add_typer(group)


@app.callback()
def opslayer() -> None:
    """The shared operational layer between a company and its outsourced IT team."""


def main() -> None:
    """The entry point: a trouble is told in words, without a traceback."""
    try:
        app()
    except Trouble as trouble:
        _tell(trouble)
    except OSError as error:
        known = from_system(error, home())
        if known is None:
            raise
        _tell(known)


def _tell(trouble: Trouble) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[bold red]Error:[/] {escape(str(trouble))}")
    sys.exit(1)
