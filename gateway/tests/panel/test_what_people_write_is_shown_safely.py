"""A little Markdown, and nothing that runs, loads or leads astray."""

import pytest
from gateway.panel.markdown import to_html
from gateway.panel.titles_and_paths import initials


def test_lists_and_emphasis_are_shown() -> None:
    assert "<strong>żadnej</strong>" in to_html("Nie drukuje **żadnej** faktury")
    assert to_html("- raz\n- dwa").count("<li>") == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/x.png)",
        "[x](javascript:alert(1))",
    ],
)
def test_nothing_runs_and_nothing_loads(text: str) -> None:
    html = to_html(text)

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_links_do_not_tell_where_they_were_followed_from() -> None:
    assert 'rel="noopener noreferrer"' in to_html("[strona](https://example.com)")


@pytest.mark.parametrize(
    ("name", "letters"), [("Anna Nowak", "AN"), ("Łucja", "Ł"), ("Jan Maria Rokita", "JR"), ("", "?")]
)
def test_initials_are_two_letters_at_most(name: str, letters: str) -> None:
    assert initials(name) == letters
