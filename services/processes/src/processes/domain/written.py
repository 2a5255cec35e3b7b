"""Days as they stand in sentences, in both languages. Pure; a domain has no library for it, and needs two dozen words."""

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


def written_day(day: str, language: Language) -> str:
    """A day given as YYYY-MM-DD: "30 listopada 2026", "30 November 2026"."""
    found = date.fromisoformat(day)
    return f"{found.day} {_MONTHS[language][found.month - 1]} {found.year}"
