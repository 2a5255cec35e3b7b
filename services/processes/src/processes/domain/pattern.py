"""The small language in which a scenario writes texts and fields of requests. It is read by `pattern_parser.py`.

    pattern       = { literal | placeholder | optional part }
    optional part = "[" { literal | placeholder } "]"           at least one placeholder
    placeholder   = "{" name { "|" name } [ "?" ] "}"
    name          = word { "." word }                           a word: a-z, 0-9, "_"
    literal       = one or more characters other than [ ] { }

`{inputs.job}` must be known, `{inputs.job?}` may be missing, `{inputs.a|inputs.b}` is the first that is known. An optional
part, `[ Accessories: {inputs.accessories.label?}.]`, is left out when something it names is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from processes.domain.values import Language


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands as it is written."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The place of a fact: the first of the names that is known."""

    names: tuple[str, ...]
    may_be_missing: bool = False

    def __str__(self) -> str:
        return f"{{{'|'.join(self.names)}{'?' if self.may_be_missing else ''}}}"


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """A part that is left out when one of its placeholders has no fact."""

    parts: tuple[Literal | Placeholder, ...]

    def __str__(self) -> str:
        return f"[{''.join(map(str, self.parts))}]"


Part: TypeAlias = Literal | Placeholder | OptionalPart


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed text. `str` of it is the text that was parsed."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    @property
    def placeholders(self) -> Iterator[Placeholder]:
        """All placeholders, those of optional parts included."""
        for part in self.parts:
            inner = part.parts if isinstance(part, OptionalPart) else (part,)
            yield from (each for each in inner if isinstance(each, Placeholder))


@dataclass(frozen=True, slots=True)
class TextPattern:
    """A pattern in both languages."""

    pl: Pattern
    en: Pattern

    def in_language(self, language: Language) -> Pattern:
        return self.pl if language == "pl" else self.en
