"""Days as they stand in texts, in both languages."""

from datetime import date

from processes.domain.values import Language

_MONTHS: dict[Language, tuple[str, ...]] = {
    "pl": (
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
        "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def date_text(day: str, language: Language) -> str:
    """Returns a day given as YYYY-MM-DD in words: "30 listopada 2026", "30 November 2026"."""
    found = date.fromisoformat(day)
    return f"{found.day} {_MONTHS[language][found.month - 1]} {found.year}"
