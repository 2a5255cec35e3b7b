"""How the command line tells what is going on: lines with times, a bar for downloads, a table of sign-ins."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from embedded_platform.narration import Advance
from installation.first_start import FirstStart
from installation.secret_files import SecretFiles
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

console = Console(highlight=False, soft_wrap=True)


class Telling:
    """Writes steps to the terminal; without a terminal, plain lines."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def step(self, text: str) -> None:
        """A step begins."""
        console.print(f"[dim]{time.monotonic() - self._began:5.1f} s[/]  {escape(text)}")

    def note(self, text: str) -> None:
        """Something the reader should know."""
        console.print(f"         [yellow]{escape(text)}[/]")

    def download(self, text: str, size: int) -> AbstractContextManager[Advance]:
        """A bar that lasts as long as the download."""
        return self._download(text, size)

    @contextmanager
    def _download(self, text: str, size: int) -> Iterator[Advance]:
        self.step(f"Fetching {text} ({size / 1e6:.0f} MB, only this first time)")
        columns = (TextColumn("         "), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task(text, total=size)
            yield lambda count: progress.advance(task, count)
            progress.update(task, completed=size)


def tell_address(address: str, secret_files: SecretFiles, first: FirstStart) -> None:
    """Where the panel is and how to sign in."""
    administrator = secret_files.administrator()
    console.print(f"\n[bold green]Opslayer is ready:[/] [bold]{address}[/]\n")
    password = administrator.password or "the password given at the first start"
    console.print(f"  administrator of the provider   {escape(administrator.email)}   {escape(password)}")
    for sign_in in first.sign_ins():
        console.print(f"  {escape(sign_in.who):31} {escape(sign_in.email)}   {escape(sign_in.password)}")
    if administrator.generated:
        console.print(f"\n[dim]The generated password is kept in {secret_files.administrator_file}[/]")
