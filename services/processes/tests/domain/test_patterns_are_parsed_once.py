"""The grammar of texts and request fields: what is parsed prints as it was written, and what is no pattern says where."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes.domain.pattern import Literal, OptionalPart, Pattern, Placeholder
from processes.domain.pattern_parser import PatternError, parse

WORDS = st.text(st.characters(exclude_characters="[]{}"), min_size=1).map(Literal)
NAME = st.lists(st.text("abz09_", min_size=1, max_size=3), min_size=1, max_size=3).map(".".join)
PLACEHOLDERS = st.builds(Placeholder, st.lists(NAME, min_size=1, max_size=3).map(tuple), st.booleans())


def merged(parts: Any) -> tuple[Any, ...]:
    """The parts without literals that stand beside each other: no text writes those."""
    kept: list[Any] = []
    for part in parts:
        if not (kept and isinstance(part, Literal) and isinstance(kept[-1], Literal)):
            kept.append(part)
    return tuple(kept)


def names_a_fact(parts: Any) -> bool:
    return any(isinstance(part, Placeholder) for part in parts)


OPTIONAL = st.lists(WORDS | PLACEHOLDERS, min_size=1).filter(names_a_fact).map(merged).map(OptionalPart)
PATTERNS = st.lists(WORDS | PLACEHOLDERS | OPTIONAL).map(merged).map(Pattern)


@given(PATTERNS)
def test_what_a_pattern_prints_is_parsed_as_that_pattern(pattern: Pattern) -> None:
    assert parse(str(pattern)) == pattern


@given(st.text(st.sampled_from("[]{}|?.a_ ")))
def test_every_text_is_a_pattern_that_prints_as_it_was_written_or_says_where_it_is_wrong(text: str) -> None:
    try:
        printed, position = str(parse(text)), 0
    except PatternError as wrong:
        printed, position = text, wrong.position

    assert printed == text
    assert 0 <= position <= len(text)


def test_the_parts_of_a_text() -> None:
    assert parse("Dla {a.b|c?}:[ {d_1}!]") == Pattern(
        (
            Literal("Dla "),
            Placeholder(("a.b", "c"), may_be_missing=True),
            Literal(":"),
            OptionalPart((Literal(" "), Placeholder(("d_1",)), Literal("!"))),
        )
    )


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("{", 1, "the name of a fact"),
        ("{}", 1, "the name of a fact"),
        ("{a", 2, '"}"'),
        ("{a b}", 2, '"}"'),
        ("{a|}", 3, "the name of a fact"),
        ("{a.}", 3, "the name of a fact"),
        ("{.a}", 1, "the name of a fact"),
        ("{a?b}", 3, '"}"'),
        ("{Imię}", 1, "the name of a fact"),
        ("a}", 1, "words or a placeholder"),
        ("a]", 1, "words or a placeholder"),
        ("[]", 1, "words or a placeholder"),
        ("[a]", 2, "a placeholder before the end of the part in brackets"),
        ("[{a}", 4, '"]"'),
        ("[{a}[{b}]]", 4, "words or a placeholder"),
    ],
)
def test_what_is_no_pattern_says_where_and_what_was_expected(text: str, position: int, expected: str) -> None:
    with pytest.raises(PatternError) as wrong:
        parse(text)

    assert wrong.value.position == position
    assert str(wrong.value) == f"expected {expected} at position {position} of {text!r}"
