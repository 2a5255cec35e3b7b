"""A mail server that delivers nothing: it writes each message to a folder, so that a trial installation shows its mails.

It runs as a process, or a container, of its own: `python -m embedded_platform.mail_catcher PORT FOLDER [ADDRESS]`.
"""

import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import Any

from embedded_platform.child_process import ChildProcess, StartCommand, inherited_environment
from embedded_platform.ports import HOST, Ports, accepts_connections


class MailCatcher(ChildProcess):
    """The mail catcher of an installation."""

    def __init__(self, folder: Path, ports: Ports, log: Path) -> None:
        super().__init__("mail", log)
        self._folder = folder
        self._ports = ports

    @property
    def url(self) -> str:
        """The address services send mail to."""
        return f"smtp://{HOST}:{self._ports.port('mail')}"

    def start_command(self) -> StartCommand:
        """Runs this module."""
        port = str(self._ports.port("mail"))
        return StartCommand([sys.executable, "-m", __name__, port, str(self._folder)], inherited_environment())

    def ready(self) -> bool:
        """Whether it accepts connections."""
        return self.alive and accepts_connections(self._ports.port("mail"))


class MessageWriter:
    """Writes each message to a file whose name begins with the time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002 - aiosmtpd's name
        """Called with each whole message."""
        receiver = "".join(sign if sign.isalnum() or sign in "@.-_" else "_" for sign in ",".join(envelope.rcpt_tos))
        name = f"{time.strftime('%Y%m%dT%H%M%S')}-{time.time_ns() % 10**9:09d}-{receiver[:120]}.eml"
        (self._folder / name).write_bytes(envelope.content)
        return "250 Kept"


async def keep_mail(port: int, folder: Path, address: str = HOST) -> None:
    """Receives messages until SIGTERM."""
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(lambda: SMTP(MessageWriter(folder), enable_SMTPUTF8=True), address, port)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(keep_mail(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))
