"""A journal line is a Kafka record in CloudEvents' binary mode, where each attribute is a header."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from chassis.identifiers import new_id
from chassis.inbox.subscription import read_record
from chassis.journal.line import ATTRIBUTES, JournalLine, to_headers
from testkit.lines import a_line

FULL = a_line(
    correlation_id=new_id(),
    causation_id=new_id(),
    addressee="assets",
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    actor_name="Żaneta Łoś",
    audience="provider",
)
LINES = {"with everything": FULL, "with what it must have": replace(a_line(), actor_id=None)}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_the_headers_are_the_attributes(line: JournalLine) -> None:
    values = {f"ce_{name}": getattr(line, field) for name, field in ATTRIBUTES.items()}
    texts = {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in values.items()
        if value is not None
    }
    fixed = {"content-type": "application/json", "ce_specversion": "1.0", "ce_source": f"/{line.source}"}

    assert {name: content.decode() for name, content in to_headers(line)} == texts | fixed


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_what_is_read_is_what_was_sent(line: JournalLine) -> None:
    assert read_record(to_headers(line), line.data) == line


@pytest.mark.parametrize(
    "text", ["", "x", "018f0000-0000-7000-8000-00000000000", "g18f0000-0000-7000-8000-000000000001"]
)
def test_an_id_that_is_none_is_refused(text: str) -> None:
    headers = [(name, text.encode() if name == "ce_subject" else content) for name, content in to_headers(FULL)]

    with pytest.raises(ValueError, match=r"UUID|literal"):
        read_record(headers, FULL.data)


def test_an_id_may_be_written_in_capitals() -> None:
    subject = UUID("018f0000-abcd-7000-8000-00000000000f")
    headers = [
        (name, str(subject).upper().encode() if name == "ce_subject" else value) for name, value in to_headers(FULL)
    ]

    assert read_record(headers, FULL.data).subject == subject
