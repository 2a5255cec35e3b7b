"""Makes a mail of a letter: subject, plain text and simple HTML in the reader's language, with stable headers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime as header_date
from email.utils import parseaddr
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from jinja2 import Environment, PackageLoader, select_autoescape

from notifications.domain.letter import Letter
from notifications.domain.notification import About
from notifications.texts.catalogue import has, say

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the templates show."""

    language: str
    title: str
    greeting: str
    text: str
    said: str
    lines: list[str]
    link: str
    link_text: str
    footer: str


class Mails:
    """Writes mails; made once, with the addresses that stand in all of them."""

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

    def write(self, letter: Letter, event_id: UUID, recipient: str, now: datetime) -> EmailMessage:
        """The mail. Written again, it has the same Message-ID, so that a repetition can be known as one."""
        sheet = self._sheet(letter)
        mail = EmailMessage(policy=SMTP)
        mail["Message-ID"] = self._id(_digest(event_id, recipient))
        mail["Date"] = header_date(now)
        mail["From"] = self._sender
        mail["To"] = _address(letter)
        mail["Subject"] = " ".join(sheet.title.split())[:SUBJECT_AT_MOST]
        mail["X-Opslayer-Event"] = str(event_id)
        mail["Auto-Submitted"] = "auto-generated"
        if letter.about is not None:
            thread = self._id(f"{letter.about.kind}.{letter.about.id}")
            mail["In-Reply-To"] = thread
            mail["References"] = thread
        mail.set_content(self._plain.render(sheet=sheet))
        mail.add_alternative(self._html.render(sheet=sheet), subtype="html")
        mail["Content-Language"] = sheet.language  # last: what begins with "Content-" moves into the parts
        return mail

    def sender_address(self) -> str:
        """The bare address mails come from."""
        return parseaddr(self._sender)[1]

    def _id(self, left: str) -> str:
        return f"<{left}@{self._host}>"

    def _sheet(self, letter: Letter) -> Sheet:
        language, code = letter.language, letter.code
        facts = readable(letter)
        link = self._link(letter.about)
        return Sheet(
            language=language,
            title=say(language, f"{code}.title", facts),
            greeting=say(language, "mail.greeting"),
            text=say(language, f"{code}.text", facts),
            said=facts.get("said", "") if letter.about else "",
            lines=_lines(language, code, facts),
            link=link,
            link_text=say(language, f"mail.open.{letter.about.kind}") if link and letter.about else "",
            footer=say(language, "mail.footer" if letter.about else "mail.footer_message", facts),
        )

    def _link(self, about: About | None) -> str:
        path = PATHS.get(about.kind) if about else None
        return self._public_url + path.format(id=about.id) if path and about else ""


def readable(letter: Letter) -> dict[str, str]:
    """The facts as people read them: days and moments in their language and time zone, known codes as words."""
    return {name: _readable(letter, name, value) for name, value in letter.facts.items()}


def _readable(letter: Letter, name: str, value: str) -> str:
    if name in AS_WRITTEN:
        return value
    try:
        if DAY.fullmatch(value):
            return format_date(date.fromisoformat(value), "long", locale=letter.language)
        if MOMENT.match(value):
            zone = ZoneInfo(letter.time_zone)
            return format_datetime(datetime.fromisoformat(value), "long", tzinfo=zone, locale=letter.language)
    except (ValueError, KeyError, OSError):
        return value
    word = f"{name}.{value}"
    return say(letter.language, word) if name in CODES and has(letter.language, word) else value


def _lines(language: str, code: str, facts: Mapping[str, str]) -> list[str]:
    """One line for each fact that this kind of mail, or every mail, has a sentence about."""
    keys = [key for name in facts for key in (f"{code}.fact.{name}", f"mail.fact.{name}") if has(language, key)]
    return [say(language, key, facts) for key in keys]


def _address(letter: Letter) -> Address | str:
    try:
        return Address(" ".join(letter.to_name.split()), addr_spec=letter.to_email)
    except (ValueError, IndexError):  # a name or address that the standard library will not quote
        return letter.to_email


def _digest(event_id: UUID, recipient: str) -> str:
    """Short enough that the header is never folded, which some receivers do not like in a Message-ID."""
    return sha256(f"{event_id} {recipient}".encode()).hexdigest()[:32]
