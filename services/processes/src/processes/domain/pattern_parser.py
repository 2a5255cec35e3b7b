"""From a written text to its pattern. The grammar stands in `pattern.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_lowercase, digits
from typing import NoReturn

from processes.domain.pattern import Literal, OptionalPart, Part, Pattern, Placeholder

_RESERVED = frozenset("[]{}")
_WORD = frozenset(ascii_lowercase + digits + "_")


class PatternError(Exception):
    """A text that is not a pattern. The message and `position` (counted from 0) say where it is wrong."""

    def __init__(self, text: str, position: int, expected: str) -> None:
        super().__init__(f"expected {expected} at position {position} of {text!r}")
        self.position = position


def parse(text: str) -> Pattern:
    """Returns the pattern that the text writes; raises `PatternError`."""
    return _Parser(text).pattern()


@dataclass(slots=True)
class _Parser:
    """One method a rule of the grammar; each reads from `position` on and leaves it behind what it read."""

    text: str
    position: int = 0

    def pattern(self) -> Pattern:
        parts: list[Part] = []
        while self._next:
            parts.append(self._optional_part() if self._next == "[" else self._simple_part())
        return Pattern(tuple(parts))

    def _optional_part(self) -> OptionalPart:
        self._skip("[")
        parts = [self._simple_part()]
        while self._next not in ("]", ""):
            parts.append(self._simple_part())
        if not any(isinstance(part, Placeholder) for part in parts):
            self._fail("a placeholder before the end of the part in brackets")
        self._skip("]")
        return OptionalPart(tuple(parts))

    def _simple_part(self) -> Literal | Placeholder:
        if self._next == "{":
            return self._placeholder()
        return Literal(self._read("words or a placeholder", lambda character: character not in _RESERVED))

    def _placeholder(self) -> Placeholder:
        self._skip("{")
        names = [self._name()]
        while self._next == "|":
            self._skip("|")
            names.append(self._name())
        may_be_missing = self._next == "?"
        if may_be_missing:
            self._skip("?")
        self._skip("}")
        return Placeholder(tuple(names), may_be_missing)

    def _name(self) -> str:
        words = [self._word()]
        while self._next == ".":
            self._skip(".")
            words.append(self._word())
        return ".".join(words)

    def _word(self) -> str:
        return self._read("the name of a fact", _WORD.__contains__)

    def _read(self, expected: str, allowed: Callable[[str], bool]) -> str:
        """Returns the next characters that are allowed; fails when there is none."""
        start = self.position
        while self._next and allowed(self._next):
            self.position += 1
        if self.position == start:
            self._fail(expected)
        return self.text[start : self.position]

    @property
    def _next(self) -> str:
        """The next character; empty at the end of the text."""
        return self.text[self.position : self.position + 1]

    def _skip(self, character: str) -> None:
        if self._next != character:
            self._fail(f'"{character}"')
        self.position += 1

    def _fail(self, expected: str) -> NoReturn:
        raise PatternError(self.text, self.position, expected)
