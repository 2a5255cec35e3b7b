"""Recognises the columns of a table by their headings, in Polish and English, with or without accents or currencies."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from importers.amounts import CURRENCIES

_LETTERS = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d"})


def normalised(text: str) -> str:
    """Lower case, without accents and signs, words apart by one blank."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = (letter if letter.isalnum() else " " for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(letters).split())


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """The place of each known column, the currencies in headings, and the unknown headings."""

    places: Mapping[str, int]
    currencies: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def find_columns(header: Sequence[str], names: Mapping[str, str]) -> ColumnMatch:
    """Finds columns by `names` (plain heading → column); of two headings for one column the first counts."""
    places: dict[str, int] = {}
    currencies: dict[str, str] = {}
    unknown: list[str] = []
    repeated: list[str] = []
    for place, heading in enumerate(header):
        column, currency = _column(heading, names)
        if column is None:
            unknown.append(heading)
        elif column in places:
            repeated.append(heading)
        else:
            places[column] = place
            if currency:
                currencies[column] = currency
    return ColumnMatch(places, currencies, tuple(filter(None, unknown)), tuple(repeated))


def _column(heading: str, names: Mapping[str, str]) -> tuple[str | None, str | None]:
    words = normalised(heading.replace("€", " eur ")).split()
    whole = names.get(" ".join(words))
    if whole is not None or not words:
        return whole, None
    currency = CURRENCIES.get(words[-1])
    return (names.get(" ".join(words[:-1])), currency) if currency else (None, None)
