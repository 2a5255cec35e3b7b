"""The words, in `pl.po` and `en.po`, and the mails that are made of them."""

from functools import cache
from pathlib import Path
from typing import get_args

from chassis.texts import Texts
from contracts.vocabulary import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def texts_of(language: str) -> Texts:
    """Returns the texts of a language; those of the first one where we do not speak it."""
    return Texts(Path(__file__).parent / f"{language if language in LANGUAGES else LANGUAGES[0]}.po")
