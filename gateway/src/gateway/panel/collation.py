"""Names in the order of the Polish alphabet, which keeps the order of the English one. Pure.

Neither Python's strings nor the embedded PostgreSQL (no ICU) know it; the nine letters are all there is to it.
"""

_AFTER = str.maketrans(
    {"ą": "a\uffff", "ć": "c\uffff", "ę": "e\uffff", "ł": "l\uffff", "ń": "n\uffff", "ó": "o\uffff", "ś": "s\uffff",
     "ź": "z\uffff", "ż": "z\uffff\uffff"}
)  # fmt: skip
"""A letter with a mark comes after all words with the plain one."""


def alphabetical(name: str) -> str:
    """What to sort a name by."""
    return name.casefold().translate(_AFTER)
