"""Each stable code of the reference has a sentence of its own in both languages, wherever the panel shows it."""

import re
from pathlib import Path

import pytest
from gateway.panel.build.paths import PANEL
from gateway.panel.screens.problems import refusal_notice
from gateway.panel.texts import LANGUAGES, texts_of

REFERENCE = Path(PANEL).parents[3] / "docs/reference/problems.md"
ELSEWHERE = {"tickets.rejected", "tickets.cancelled"}
"""How a task may end that was to be done: why its step failed."""
OF_TESTS = "counter."


def codes() -> list[str]:
    """Every code that somebody can be shown; those of the chassis's own tests are none."""
    listed = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", REFERENCE.read_text("utf-8"), re.MULTILINE))
    return sorted({code for code in listed if not code.startswith(OF_TESTS)} | ELSEWHERE)


def test_the_reference_lists_refusals_of_every_owner() -> None:
    owners = {code.partition(".")[0] for code in codes()}

    assert len(codes()) > 90
    assert {"tickets", "assets", "processes", "notifications", "gateway", "identity", "http", "view"} <= owners


@pytest.mark.parametrize("code", codes())
def test_a_code_is_a_sentence_in_both_languages(code: str) -> None:
    titles = {language: refusal_notice(code, {}, texts_of(language))["title"] for language in LANGUAGES}
    others = {texts_of(language)("problem.other") for language in LANGUAGES}

    assert code not in titles.values()
    assert others.isdisjoint(titles.values())
    assert len(set(titles.values())) == len(LANGUAGES)
    assert all("problem." not in title for title in titles.values())
