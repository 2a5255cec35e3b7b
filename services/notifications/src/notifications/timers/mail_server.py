"""Where mails go: a mail server over SMTP, or a folder; and what the server's answers mean for a mail."""

import asyncio
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any
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
        return partial(_keep, Path(unquote(parts.path)))
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("OPSLAYER_SMTP_URL begins with smtp://, smtps:// or file://")
    connection = {
        "hostname": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "use_tls": parts.scheme == "smtps",
    }
    return partial(_send, connection, sender)


async def _send(connection: Mapping[str, Any], sender: str, mail: EmailMessage, address: str) -> Outcome:
    """Hands over the mail on a connection of its own, which is encrypted where the server offers it.

    A fault of the server or of our access to it never counts as a refusal of the mail.
    """
    try:
        async with asyncio.timeout(SECONDS):
            _, answer = await aiosmtplib.send(
                mail.as_bytes(), sender=sender, recipients=[address], timeout=SECONDS, **connection
            )
        return Outcome("sent", answer)
    except errors.SMTPRecipientsRefused as refused:
        return _outcome_of(refused.recipients[0])
    except errors.SMTPDataError as refused:
        return _outcome_of(refused)
    except (errors.SMTPException, OSError, ssl.SSLError, ValueError) as error:
        return Outcome("unreachable", repr(error))


async def _keep(folder: Path, mail: EmailMessage, _address: str) -> Outcome:
    """Puts the mail into a folder, as a file named by its Message-ID; a repetition writes the same file."""
    try:
        await asyncio.to_thread(_write, folder, mail)
    except OSError as error:
        return Outcome("unreachable", repr(error))
    return Outcome("sent", "in the folder")


def _write(folder: Path, mail: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = mail["Message-ID"].strip("<>").replace("/", "_") + ".eml"
    unfinished = folder / f".{name}"
    unfinished.write_bytes(mail.as_bytes())
    unfinished.replace(folder / name)


def _outcome_of(refused: errors.SMTPResponseException) -> Outcome:
    """5xx is final, everything else is a no for now."""
    answer = f"{refused.code} {refused.message}"
    return Outcome("refused" if refused.code >= 500 else "deferred", answer)
