"""Each stable code of the reference has a sentence of its own in both languages, wherever the panel shows it."""

import re
from pathlib import Path

import pytest
from gateway.panel.build.paths import PANEL
from gateway.panel.screens.problems import refusal_notice
from gateway.panel.texts import LANGUAGES, texts_of

REFERENCE = Path(PANEL).parents[3] / "docs/reference/problems.md"
TEXT_OF_CODE = re.compile(r"problem\.([a-z]+\.[a-z_]+)(?:\.[a-z]+)?")
NO_CODE = {"other.text"}
"""What is said of a code without a text of its own."""
WITHOUT_TEXT = {"http.error"}
"""What the web framework refuses with any other status: nothing more is known of it than of a code without a text."""


def codes() -> list[str]:
    """Every code that somebody can be shown."""
    listed = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", REFERENCE.read_text("utf-8"), re.MULTILINE))
    assert listed > WITHOUT_TEXT
    return sorted(listed - WITHOUT_TEXT)


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_about_a_code_that_is_given(language: str) -> None:
    found = {match[1] for key in texts_of(language).keys if (match := TEXT_OF_CODE.fullmatch(key))}

    assert found - NO_CODE == set(codes())
