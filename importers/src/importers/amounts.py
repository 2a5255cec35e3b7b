"""Amounts of money as people and spreadsheets write them: decimal comma or point, thousands apart, a currency or none.

`1,234` and `1.234` could be a thousand or a little more than one; such an amount is refused, not guessed.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from importers.sheets import Cell, CellError, text_of

_CODES = ("PLN", "EUR", "USD", "GBP", "CZK", "CHF", "SEK", "NOK", "DKK", "HUF", "UAH", "RON", "BGN", "JPY")
_SIGNS = {"zł": "PLN", "zl": "PLN", "€": "EUR", "euro": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "kč": "CZK"}
CURRENCIES = {**_SIGNS, **{code.casefold(): code for code in _CODES}}
"""Codes, signs and names of currencies, in lower case."""
WITHOUT_MINOR_UNITS = frozenset({"JPY", "KRW", "CLP", "VND"})
LARGEST = 10**13
_WORDS = re.compile(r"[^\d.,\s'’+-]+\.?")
_PLAIN = re.compile(r"\d+([.,]\d{1,2})?$")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})+(?:([.,])\d{1,2})?$")
_TWO_WAYS = re.compile(r"\d{1,3}[.,]\d{3}$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, and the currency if the cell itself names one."""

    number: Decimal
    currency: str | None

    def minor_units(self, currency: str) -> int:
        """In cents, grosze or whatever the currency's smallest unit is."""
        digits = 0 if currency in WITHOUT_MINOR_UNITS else 2
        return int(self.number.scaleb(digits).quantize(Decimal(1), ROUND_HALF_UP))


def amount_of(cell: Cell) -> Amount:
    """The amount a cell means; raises CellError."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _checked(Decimal(repr(cell)), None)
    text = text_of(cell)
    words = [word.rstrip(".") for word in _WORDS.findall(text)]
    digits = re.sub(r"[\s'’]", "", _WORDS.sub("", text))
    return _checked(_number(digits), currency_of("".join(words)) if words else None)


def currency_of(text: str) -> str:
    """The ISO code of a currency's code, sign or name; raises CellError."""
    known = CURRENCIES.get(text.strip().casefold())
    if known is None:
        raise CellError("currency_unknown")
    return known


def _number(digits: str) -> Decimal:
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-").removesuffix(",-").removesuffix(".-")
    if _TWO_WAYS.match(digits) and not digits.startswith("0"):
        raise CellError("amount_ambiguous")
    if _PLAIN.match(digits):
        return sign * Decimal(digits.replace(",", "."))
    grouped = _GROUPED.match(digits)
    if grouped is None or grouped[1] == grouped[2]:
        raise CellError("amount_unreadable")
    return sign * Decimal(digits.replace(grouped[1], "").replace(",", "."))


def _checked(number: Decimal, currency: str | None) -> Amount:
    if not number.is_finite() or number >= LARGEST:
        raise CellError("amount_unreadable")
    if number < 0:
        raise CellError("amount_negative")
    return Amount(number, currency)
