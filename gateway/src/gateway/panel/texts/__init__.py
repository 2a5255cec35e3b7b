"""All words of the panel: gettext catalogues in `pl/panel.po` and `en/panel.po`, keyed by codes, read once at start.

A catalogue's key is a code (`nav.tickets`), never a sentence; both languages are complete, which a test watches.
"""

import gettext
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any, get_args

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from contracts.vocabulary import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
_FOLDER = Path(__file__).parent


class Texts:
    """The texts of one language."""

    def __init__(self, language: Language, catalogue: gettext.GNUTranslations, keys: frozenset[str]) -> None:
        self.language = language
        self.keys = keys
        self._catalogue = catalogue

    def __call__(self, key: str, **facts: object) -> str:
        """The text of a key, with facts in its places."""
        return fill(self._catalogue.gettext(key), facts)

    def count(self, key: str, number: int, **facts: object) -> str:
        """The text of a key for so many of something; the number itself is the place {n}."""
        return fill(self._catalogue.ngettext(key, f"{key}.many", number), {"n": number, **facts})

    def places(self, key: str) -> frozenset[str]:
        """What the text of a key has places for."""
        return frozenset(name for _, name, _, _ in _Lenient().parse(self._catalogue.gettext(key)) if name)

    def options(self, prefix: str, keys: Iterable[str]) -> list[tuple[str, str]]:
        """Codes with their texts, for a form to choose from."""
        return [(key, self(f"{prefix}.{key}")) for key in keys]

    def either(self, *keys: str, **facts: object) -> str:
        """The text of the first key that has one; the last key itself if none has (a code is better than nothing).

        What is no key of ours may be what somebody wrote: it is shown as it is, never filled.
        """
        found = next((key for key in keys if key in self.keys), None)
        return keys[-1] if found is None else self(found, **facts)


class _Lenient(Formatter):
    """Fills places; what is not known becomes a dash, so that an old event never breaks a page."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002
        value = kwargs.get(str(key))
        return "–" if value is None or value == "" else value


def fill(text: str, facts: dict[str, object]) -> str:
    """The text with its {places} filled."""
    return _Lenient().vformat(text, (), facts) if "{" in text else text


@cache
def texts_of(language: Language) -> Texts:
    """The catalogue of a language."""
    with (_FOLDER / language / "panel.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    keys = frozenset(_key(message.id) for message in catalogue if message.id)
    return Texts(language, gettext.GNUTranslations(compiled), keys)


def _key(message_id: Any) -> str:
    return str(message_id if isinstance(message_id, str) else message_id[0])
