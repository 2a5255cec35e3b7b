"""All texts of the panel: gettext catalogues in `pl/panel.po` and `en/panel.po`, read once at start.

A catalogue's key is a code (`nav.tickets`), never a sentence. A test checks that both languages are complete.
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
        """Returns the text of a key with its placeholders filled."""
        return fill(self._catalogue.gettext(key), facts)

    def plural(self, key: str, number: int, **facts: object) -> str:
        """Returns the text of a key in the plural form of a number, which fills {n}."""
        return fill(self._catalogue.ngettext(key, f"{key}.many", number), {"n": number, **facts})

    def placeholders(self, key: str) -> frozenset[str]:
        """Returns the names of the placeholders in the text of a key."""
        return frozenset(name for _, name, _, _ in _DashFormatter().parse(self._catalogue.gettext(key)) if name)

    def options(self, prefix: str, keys: Iterable[str]) -> list[tuple[str, str]]:
        """Returns codes with their texts, as options of a form."""
        return [(key, self(f"{prefix}.{key}")) for key in keys]

    def first_of(self, *keys: str, **facts: object) -> str:
        """Returns the text of the first key that has one, else the last key itself.

        A last key without a text may have been typed by somebody, so its braces are not filled.
        """
        found = next((key for key in keys if key in self.keys), None)
        return keys[-1] if found is None else self(found, **facts)


class _DashFormatter(Formatter):
    """Fills placeholders; a missing value becomes a dash, so that an old event never breaks a page."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002
        value = kwargs.get(str(key))
        return "–" if value is None or value == "" else value


def fill(text: str, facts: dict[str, object]) -> str:
    """Returns the text with its {placeholders} filled."""
    return _DashFormatter().vformat(text, (), facts) if "{" in text else text


@cache
def texts_of(language: Language) -> Texts:
    """Returns the texts of a language."""
    with (_FOLDER / language / "panel.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    keys = frozenset(_key(message.id) for message in catalogue if message.id)
    return Texts(language, gettext.GNUTranslations(compiled), keys)


def _key(message_id: Any) -> str:
    return str(message_id if isinstance(message_id, str) else message_id[0])
