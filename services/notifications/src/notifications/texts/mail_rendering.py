"""Renders mails: subject, plain text and simple HTML in the reader's language, with stable headers."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime as header_date
from email.utils import parseaddr
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from chassis.texts import Texts
from jinja2 import Environment, PackageLoader, select_autoescape

from notifications.domain.notification import About
from notifications.domain.outgoing_mail import OutgoingMail
from notifications.texts import texts_of

PATHS: Mapping[str, str] = {
    "ticket": "/tickets/{id}",
    "process": "/processes/{id}",
    "decision": "/decisions/{id}",
    "asset": "/assets/{id}",
}
"""Where the panel shows each kind of thing."""
SUBJECT_AT_MOST = 180
AS_WRITTEN = frozenset({"title", "said", "text", "subject", "number"})
"""Facts that people wrote; they stay as they are."""
CODES = frozenset({"outcome"})
"""Facts that are codes; where the catalogue has a word for one, that is shown."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class MailRenderer:
    """Renders mails; made once, with the addresses that stand in all of them."""

    def __init__(self, sender: str, public_url: str) -> None:
        self._sender = sender
        self._public_url = public_url.rstrip("/")
        self._host = urlsplit(public_url).hostname or "localhost"
        templates = Environment(
            loader=PackageLoader("notifications", "texts/templates"),
            autoescape=select_autoescape(["html.j2"]),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._plain, self._html = templates.get_template("mail.txt.j2"), templates.get_template("mail.html.j2")

    def render(self, mail: OutgoingMail, event_id: UUID, recipient: str, now: datetime) -> EmailMessage:
        """The message. Rendered again, it has the same Message-ID, so that a repetition can be known as one."""
        variables = self._variables(mail)
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = self._id(_digest(event_id, recipient))
        message["Date"] = header_date(now)
        message["From"] = self._sender
        message["To"] = _address(mail)
        message["Subject"] = " ".join(variables["title"].split())[:SUBJECT_AT_MOST]
        message["X-Opslayer-Event"] = str(event_id)
        message["Auto-Submitted"] = "auto-generated"
        if mail.about is not None:
            thread = self._id(f"{mail.about.kind}.{mail.about.id}")
            message["In-Reply-To"] = thread
            message["References"] = thread
        message.set_content(self._plain.render(variables))
        message.add_alternative(self._html.render(variables), subtype="html")
        message["Content-Language"] = mail.language  # last: what begins with "Content-" moves into the parts
        return message

    def sender_address(self) -> str:
        """The bare address mails come from."""
        return parseaddr(self._sender)[1]

    def _id(self, left: str) -> str:
        return f"<{left}@{self._host}>"

    def _variables(self, mail: OutgoingMail) -> dict[str, Any]:
        texts, facts, link = texts_of(mail.language), readable(mail), self._link(mail.about)
        return {
            "language": mail.language,
            "title": texts(f"{mail.code}.title", **facts),
            "greeting": texts("mail.greeting"),
            "body": texts(f"{mail.code}.text", **facts),
            "said": facts.get("said", "") if mail.about else "",
            "lines": _lines(texts, mail.code, facts),
            "link": link,
            "link_text": texts(f"mail.open.{mail.about.kind}") if link and mail.about else "",
            "footer": texts("mail.footer" if mail.about else "mail.footer_message", **facts),
        }

    def _link(self, about: About | None) -> str:
        path = PATHS.get(about.kind) if about else None
        return self._public_url + path.format(id=about.id) if path and about else ""


def readable(mail: OutgoingMail) -> dict[str, str]:
    """The facts as people read them: days and moments in their language and time zone, known codes as words."""
    return {name: _readable(mail, name, value) for name, value in mail.facts.items()}


def _readable(mail: OutgoingMail, name: str, value: str) -> str:
    if name in AS_WRITTEN:
        return value
    try:
        if DAY.fullmatch(value):
            return format_date(date.fromisoformat(value), "long", locale=mail.language)
        if MOMENT.match(value):
            zone = ZoneInfo(mail.time_zone)
            return format_datetime(datetime.fromisoformat(value), "long", tzinfo=zone, locale=mail.language)
    except (ValueError, KeyError, OSError):
        return value
    return texts_of(mail.language).first_of(f"{name}.{value}", value) if name in CODES else value


def _lines(texts: Texts, code: str, facts: Mapping[str, str]) -> list[str]:
    """One line for each fact that this kind of mail, or every mail, has a sentence about; a number has plural forms."""
    keys = [key for name in facts for key in (f"{code}.fact.{name}", f"mail.fact.{name}") if key in texts.keys]
    count = facts.get("count", "")
    number = int(count) if count.isdigit() else 1
    return [texts.plural(key, number, **facts) if key.endswith(".count") else texts(key, **facts) for key in keys]


def _address(mail: OutgoingMail) -> Address | str:
    try:
        return Address(" ".join(mail.to_name.split()), addr_spec=mail.to_email)
    except (ValueError, IndexError):  # a name or address that the standard library will not quote
        return mail.to_email


def _digest(event_id: UUID, recipient: str) -> str:
    """Short enough that the header is never folded, which some receivers do not like in a Message-ID."""
    return sha256(f"{event_id} {recipient}".encode()).hexdigest()[:32]
