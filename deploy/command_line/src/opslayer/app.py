"""The command line as a whole: the list of its groups, and how errors are printed.

To add commands: a module here with `commands = typer.Typer()` (give it a name to make it a group), and a line in GROUPS.
"""

import sys
from typing import Annotated

import typer
from embedded_platform.data_folder import home
from embedded_platform.errors import OperatorError, from_os_error
from installation.release import RELEASE
from rich.console import Console
from rich.markup import escape

from opslayer import imports, maintenance, status, up_and_down

GROUPS = (up_and_down.commands, status.commands, imports.commands, maintenance.commands)

app = typer.Typer(
    name="opslayer",
    help="The shared operational layer between a company and its outsourced IT team.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for group in GROUPS:
    app.add_typer(group)


Version = Annotated[bool, typer.Option("--version", help="Print the version and end.", is_eager=True)]


@app.callback(invoke_without_command=True)
def opslayer(version: Version = False) -> None:
    """The shared operational layer between a company and its outsourced IT team."""
    if version:
        typer.echo(f"opslayer {RELEASE}")
        raise typer.Exit


def main() -> None:
    """The entry point. Errors the operator can act on are printed without a traceback."""
    try:
        app()
    except OperatorError as error:
        _fail(error)
    except OSError as error:
        known = from_os_error(error, home())
        if known is None:
            raise
        _fail(known)


def _fail(error: OperatorError) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[bold red]Error:[/] {escape(str(error))}")
    sys.exit(1)
