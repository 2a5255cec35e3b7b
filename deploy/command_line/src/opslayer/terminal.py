"""The output of the command line: steps with their times, a bar for downloads, the sign-ins."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from embedded_platform.progress import Advance, ProgressOutput
from installation.first_start import FirstStart
from installation.secret_files import SecretFiles
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

console = Console(highlight=False, soft_wrap=True)


class TerminalOutput(ProgressOutput):
    """Prints steps to the terminal; without a terminal, as plain lines."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def step(self, text: str) -> None:
        """Prints the step with the time since the start."""
        console.print(f"[dim]{time.monotonic() - self._began:5.1f} s[/]  {escape(text)}")

    def note(self, text: str) -> None:
        """Prints a note."""
        console.print(f"         [yellow]{escape(text)}[/]")

    @contextmanager
    def download(self, text: str, size: int) -> Iterator[Advance]:
        """Shows a bar while the download lasts."""
        self.step(f"Fetching {text} ({size / 1e6:.0f} MB, only this first time)")
        columns = (TextColumn("         "), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task(text, total=size)
            yield lambda count: progress.advance(task, count)
            progress.update(task, completed=size)


def print_sign_ins(address: str, secret_files: SecretFiles, first: FirstStart) -> None:
    """Prints the address of the panel and the sign-ins."""
    administrator = secret_files.administrator()
    console.print(f"\n[bold green]Opslayer is ready:[/] [bold]{address}[/]\n")
    password = administrator.password or "the password given at the first start"
    console.print(f"  administrator of the provider   {escape(administrator.email)}   {escape(password)}")
    for sign_in in first.sign_ins():
        console.print(f"  {escape(sign_in.who):31} {escape(sign_in.email)}   {escape(sign_in.password)}")
    if administrator.generated:
        console.print(f"\n[dim]The generated password is kept in {secret_files.administrator_file}[/]")
