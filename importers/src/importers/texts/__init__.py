"""All texts of imports, in `pl.po` and `en.po`: findings and refused files by their codes, and the words of the report."""

from functools import cache
from pathlib import Path

from chassis.texts import Texts
from contracts.vocabulary import Language


@cache
def texts_of(language: Language) -> Texts:
    """Returns the texts of a language."""
    return Texts(Path(__file__).parent / f"{language}.po")
