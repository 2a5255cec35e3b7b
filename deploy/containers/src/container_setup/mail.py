"""The mail catcher as a container of its own: `python -m container_setup.mail [PORT] [FOLDER]`.

Writing a message to a file is in `embedded_platform.mail_catcher`; here is only a server that other containers reach.
"""

import asyncio
import signal
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP
from embedded_platform.mail_catcher import MessageWriter

PORT = 1025
FOLDER = Path("/mail")
EVERYWHERE = "0.0.0.0"


async def keep_mail(port: int, folder: Path) -> None:
    """Receives messages until SIGTERM."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(lambda: SMTP(MessageWriter(folder), enable_SMTPUTF8=True), EVERYWHERE, port)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(keep_mail(int(given[0]) if given else PORT, Path(given[1]) if len(given) > 1 else FOLDER))
