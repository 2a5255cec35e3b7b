"""Sorts names by the Polish alphabet, which keeps the order of the English one. Pure.

Neither Python's strings nor the embedded PostgreSQL (built without ICU) know that order; it concerns nine letters.
"""

_AFTER = str.maketrans(
    {"ą": "a\uffff", "ć": "c\uffff", "ę": "e\uffff", "ł": "l\uffff", "ń": "n\uffff", "ó": "o\uffff", "ś": "s\uffff",
     "ź": "z\uffff", "ż": "z\uffff\uffff"}
)  # fmt: skip
"""A letter with a diacritic sorts after all words with the plain letter."""


def polish_sort_key(name: str) -> str:
    """Returns the key by which a name is sorted."""
    return name.casefold().translate(_AFTER)
