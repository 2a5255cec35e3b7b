"""The values that a process carries: texts in both languages, money, references and what a form may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from chassis.domain.refusal import Refusal
from chassis.domain.stored import Stored

Language = Literal["pl", "en"]


@dataclass(frozen=True, slots=True)
class Text(Stored):
    """A text in both languages."""

    pl: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.pl if language == "pl" else self.en


@dataclass(frozen=True, slots=True)
class Money(Stored):
    """An amount in minor units of an ISO 4217 currency."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise Refusal("processes.currency_differs", "invalid", expected=self.currency, given=other.currency)
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        return f"{self.amount / 100:.2f} {self.currency}"


@dataclass(frozen=True, slots=True)
class Reference(Stored):
    """A thing, person or account of some service, with its name and price at the time it was named."""

    id: UUID
    name: str
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Permit(Stored):
    """What may be done to one piece of hardware once the client has approved an option."""

    move: Literal["retire", "end"]
    asset_id: UUID


Value: TypeAlias = str | int | bool | Money | Reference | Text | tuple[str, ...] | None
"""The value of a form field, an output or a field of a request. Dates are ISO strings, so that they survive JSON."""

Content: TypeAlias = Value | Mapping[str, Value]
"""The content of a field of a request: a value, or a group of them."""

Values: TypeAlias = Mapping[str, Value]
