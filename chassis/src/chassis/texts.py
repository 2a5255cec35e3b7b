"""Texts in several languages: gettext catalogues whose keys are codes (`nav.tickets`), never sentences.

The catalogues stand beside the code that uses them, a file for each language. Placeholders are in {braces}.
"""

from collections.abc import Iterable
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


class Texts:
    """The texts of one catalogue."""

    def __init__(self, file: Path) -> None:
        """Reads the file, whose header names its language."""
        with file.open("rb") as content:
            catalogue = read_po(content)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        self._translations = GNUTranslations(compiled)
        ids = (message.id for message in catalogue if message.id)
        self.keys = frozenset(one if isinstance(one, str) else str(one[0]) for one in ids)

    def __call__(self, key: str, /, **facts: object) -> str:
        """Returns the text of a key with its placeholders filled."""
        return fill(self._translations.gettext(key), facts)

    def plural(self, key: str, number: int, /, **facts: object) -> str:
        """Returns the text of a key in the plural form of a number, which fills {n}."""
        return fill(self._translations.ngettext(key, f"{key}.many", number), {"n": number, **facts})

    def placeholders(self, key: str) -> frozenset[str]:
        """Returns the names of the placeholders in the text of a key."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._translations.gettext(key)) if name)

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
