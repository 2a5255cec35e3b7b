"""The mail catcher as a container of its own: `python -m container_setup.mail [PORT] [FOLDER]`.

What is kept of a message is `embedded_platform.mail_catcher`; here it only listens for other containers.
"""

import asyncio
import signal
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP
from embedded_platform.mail_catcher import KeepEachMessage

PORT = 1025
FOLDER = Path("/mail")
EVERYWHERE = "0.0.0.0"


async def keep_mail(port: int, folder: Path) -> None:
    """Takes messages until it is told to stop."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(lambda: SMTP(KeepEachMessage(folder), enable_SMTPUTF8=True), EVERYWHERE, port)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(keep_mail(int(given[0]) if given else PORT, Path(given[1]) if len(given) > 1 else FOLDER))
