"""Every code, template and word in every language, with the right plural forms, and mails that cannot be broken by them."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from contracts.notifications.codes import CODES, TEMPLATES
from notifications.domain import recipient_rules as rules
from notifications.domain.notification import About
from notifications.domain.outgoing_mail import OutgoingMail
from notifications.texts import LANGUAGES, texts_of
from notifications.texts.mail_rendering import PATHS, MailRenderer

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
EVENT, TICKET = UUID(int=1), UUID(int=2)


def outgoing(**fields: Any) -> OutgoingMail:
    values: dict[str, Any] = {
        "to_email": "anna@example.com",
        "to_name": "Anna Żółw",
        "language": "pl",
        "time_zone": "Europe/Warsaw",
        "code": "ticket.answer",
        "facts": {"number": "T-1", "title": "Drukarka", "client": "Acme", "said": "Jaki model?\n<b>?</b>"},
        "about": About("ticket", TICKET, "Drukarka"),
    }
    return OutgoingMail(**{**values, **fields})


def written(**fields: Any) -> EmailMessage:
    return MailRenderer("Opslayer <it@example.com>", "https://ops.example.com/").render(
        outgoing(**fields), EVENT, "someone", NOW
    )


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def used_codes() -> set[str]:
    informing = [
        rule for table in (rules.EVENT_RULES, rules.STATUS_RULES) for group in table.values() for rule in group
    ]
    moving = {rule.code for rule in rules.MOVE_RULES.values()} | {rules.OTHER_MOVE.code, "ticket.task"}
    return moving | {rule.code for rule in informing} | set(rules.CODE_OF_EVENT.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted({*CODES, *TEMPLATES}))
def test_every_code_has_a_title_and_a_text(language: str, code: str) -> None:
    assert {f"{code}.title", f"{code}.text"} <= texts_of(language).keys


def test_the_contract_lists_exactly_the_codes_that_are_used() -> None:
    assert used_codes() == set(CODES)


def test_both_languages_say_the_same_things() -> None:
    polish, english = texts_of("pl"), texts_of("en")

    assert polish.keys == english.keys
    for key in polish.keys:
        assert key not in (polish(key), english(key))
        assert polish.placeholders(key) == english.placeholders(key), key


@pytest.mark.parametrize(
    ("count", "polish", "english"),
    [(0, "0 opcji", "are 0 options"), (1, "1 opcja", "is 1 option."), (2, "2 opcje", "2 options"),
     (5, "5 opcji", "5 options"), (12, "12 opcji", "12 options"), (22, "22 opcje", "22 options"),
     (112, "112 opcji", "112 options")],
)  # fmt: skip
def test_numbers_are_said_as_the_language_says_them(count: int, polish: str, english: str) -> None:
    facts = {"title": "X", "count": str(count)}

    assert polish in part(written(code="decision.decide", facts=facts), "plain")
    assert english in part(written(code="decision.decide", facts=facts, language="en"), "plain")


def test_a_fact_that_is_not_known_leaves_no_hole() -> None:
    assert texts_of("pl")("ticket.message.text", title="X") == "– pisze w zgłoszeniu – „X”."


def test_a_mail_has_its_link_and_the_words_of_who_asked() -> None:
    mail = written()

    assert mail["Subject"] == "Pytanie do zgłoszenia T-1: Drukarka"
    assert f"https://ops.example.com/tickets/{TICKET}" in part(mail, "plain")
    assert "> Jaki model?" in part(mail, "plain")
    assert "&lt;b&gt;?&lt;/b&gt;" in part(mail, "html")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_message_id_follows_from_event_and_recipient() -> None:
    renderer = MailRenderer("it@example.com", "https://ops.example.com")
    first, again, other = (renderer.render(outgoing(), EVENT, who, NOW) for who in ("one", "one", "two"))

    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert first["References"] == first["In-Reply-To"] == f"<ticket.{TICKET}@ops.example.com>"


def test_a_title_cannot_add_a_header() -> None:
    mail = written(facts={"title": "X\r\nBcc: all@example.com", "number": "T-1"}, to_name="A\nB")

    assert mail["Bcc"] is None
    assert mail["Subject"] == "Pytanie do zgłoszenia T-1: X Bcc: all@example.com"


def test_moments_are_said_in_the_time_zone_of_the_client() -> None:
    facts = {"title": "X", "due_at": "2026-11-03T23:30:00Z"}

    assert "Termin: 4 listopada 2026 00:30:00 CET" in part(written(facts=facts), "plain")
    assert "Due: November 4, 2026" in part(written(facts=facts, language="en"), "plain")


def test_a_welcome_says_what_is_known_and_leaves_out_the_rest() -> None:
    facts = {"client": "Acme", "hardware": "ThinkPad", "start_date": "2026-12-01", "first_name": "Anna"}
    text = part(written(code="onboarding.welcome", facts=facts, about=None, language="en"), "plain")

    assert "Hardware: ThinkPad" in text
    assert "First day: December 1, 2026" in text
    assert "Manager" not in text


@pytest.mark.parametrize("kind", PATHS)
def test_every_kind_with_a_page_has_words_for_its_link(kind: str) -> None:
    assert all(f"mail.open.{kind}" in texts_of(language).keys for language in LANGUAGES)
