"""All texts of the panel, in `pl/panel.po` and `en/panel.po`. A test checks that both languages are complete."""

from functools import cache
from pathlib import Path
from typing import get_args

from chassis.texts import Texts
from contracts.vocabulary import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def texts_of(language: Language) -> Texts:
    """Returns the texts of a language."""
    return Texts(Path(__file__).parent / language / "panel.po")
