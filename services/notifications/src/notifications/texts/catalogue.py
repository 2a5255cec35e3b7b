"""Texts by key and language. Keys are codes (`ticket.answer.title`), so no language is the first one."""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("pl", "en")
MISSING = "–"
"""Stands in a text for a fact that is not known."""


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return MISSING


def text_of(language: str, key: str, facts: Mapping[str, str] | None = None) -> str:
    """The text of a key; the fact `count` chooses the plural form where the text has several."""
    facts = facts or {}
    translations = _translations(language if language in LANGUAGES else LANGUAGES[0])
    count = facts.get("count", "")
    text = translations.ngettext(key, key, int(count)) if count.isdigit() else key
    if text == key:
        text = translations.gettext(key)
    return text % _Facts(facts)


def has_text(language: str, key: str) -> bool:
    """True when the language has a text for the key."""
    return key in catalogue(language if language in LANGUAGES else LANGUAGES[0])


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of a language, as it is written in `locale/`."""
    content = (files("notifications") / "texts" / "locale" / f"{language}.po").read_bytes()
    return read_po(BytesIO(content), locale=language)


@cache
def _translations(language: str) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)
