"""Where mails go: a mail server over SMTP, or a folder; and what the server's answers mean for a mail."""

import asyncio
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import errors

from notifications.domain.delivery import Outcome
from notifications.timers.mail_channel import Post

SECONDS = 12
"""For the whole conversation; less than a delivery may stand in `sending`."""


def mail_server(url: str, sender: str) -> Post:
    """The server behind an address: smtp://, smtps:// or file://."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Folder(Path(unquote(parts.path))).post
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("OPSLAYER_SMTP_URL begins with smtp://, smtps:// or file://")
    return SmtpServer(url, sender).post


class SmtpServer:
    """A mail server; each mail has a connection of its own. It encrypts where the server offers it."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._sender = sender
        self._host = parts.hostname or "localhost"
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None

    async def post(self, mail: EmailMessage, address: str) -> Outcome:
        """Hands over the mail. A fault of the server or of our access to it never counts as a refusal of the mail."""
        try:
            async with asyncio.timeout(SECONDS):
                _, answer = await aiosmtplib.send(
                    mail.as_bytes(),
                    sender=self._sender,
                    recipients=[address],
                    hostname=self._host,
                    port=self._port,
                    username=self._user,
                    password=self._password,
                    use_tls=self._tls,
                    timeout=SECONDS,
                )
            return Outcome("sent", answer)
        except errors.SMTPRecipientsRefused as refused:
            return _outcome_of(refused.recipients[0])
        except errors.SMTPDataError as refused:
            return _outcome_of(refused)
        except (errors.SMTPException, OSError, ssl.SSLError, ValueError) as error:
            return Outcome("unreachable", repr(error))


class Folder:
    """Puts each mail into a folder as a file named by its Message-ID, where there is no mail server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def post(self, mail: EmailMessage, address: str) -> Outcome:  # noqa: ARG002 - it stands in the mail
        """Writes the mail; a repetition writes the same file."""
        try:
            await asyncio.to_thread(self._write, mail)
        except OSError as error:
            return Outcome("unreachable", repr(error))
        return Outcome("sent", "in the folder")

    def _write(self, mail: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = mail["Message-ID"].strip("<>").replace("/", "_") + ".eml"
        unfinished = self._folder / f".{name}"
        unfinished.write_bytes(mail.as_bytes())
        unfinished.replace(self._folder / name)


def _outcome_of(refused: errors.SMTPResponseException) -> Outcome:
    """5xx is final, everything else is a no for now."""
    answer = f"{refused.code} {refused.message}"
    return Outcome("refused" if refused.code >= 500 else "deferred", answer)
