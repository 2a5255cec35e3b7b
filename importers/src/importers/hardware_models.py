"""The table of hardware models: what a client buys, what it costs, how long it lasts."""

from importers import cells
from importers.amounts import amount_of
from importers.table_kinds import Column, TableKind, Values

CATEGORIES = cells.codes_of(
    {
        "laptop": "laptop|notebook|ultrabook|laptopy|notebooki|komputer przenośny|convertible|mobile workstation",
        "desktop": "desktop|pc|komputer|stacjonarny|komputer stacjonarny|desktop pc|mini pc|workstation|stacja robocza",
        "monitor": "monitor|monitory|display|ekran",
        "phone": "phone|telefon|smartphone|smartfon|komórka|mobile phone|telefon komórkowy|cell phone",
        "tablet": "tablet|tablety",
        "printer": "printer|drukarka|mfp|ploter|urządzenie wielofunkcyjne|multifunction printer",
        "network": "network|switch|router|firewall|sieć|access point|punkt dostępowy|urządzenie sieciowe|przełącznik",
        "peripheral": "peripheral|akcesorium|akcesoria|dock|headset|klawiatura|mysz|słuchawki|kamera|ups|"
        "stacja dokująca|docking station|keyboard|mouse|webcam",
        "licence": "licence|license|licencja|software|oprogramowanie",
        "other": "other|inne|inny|pozostałe|server|serwer",
    }
)
STORING = frozenset({"laptop", "desktop", "phone", "tablet"})
"""Categories that store data unless a file says otherwise."""


def _finish(values: Values) -> Values:
    values.setdefault("category", "other")
    values.setdefault("stores_data", values["category"] in STORING)
    lifetime = values.pop("lifetime_years", None)
    if lifetime is not None:
        values.setdefault("lifetime_months", lifetime)
    return values


MODELS = TableKind(
    name="models",
    columns=(
        Column("manufacturer", "maker|vendor|brand|producent|marka", cells.short_text()),
        Column("name", "model|model name|nazwa|nazwa modelu", cells.short_text()),
        Column("category", "type|kind|form factor|kategoria|typ|rodzaj|typ sprzętu", cells.one_of(CATEGORIES)),
        Column("stores_data", "has disk|przechowuje dane|ma dysk|nośnik danych", cells.yes_or_no),
        Column("price", "unit price|cost|cena|cena netto|koszt|cena zakupu", amount_of),
        Column("currency", "waluta", cells.currency),
        Column(
            "lifetime_months",
            "lifetime|useful life months|okres użytkowania (miesiące)|okres użytkowania mies.|miesiące",
            cells.months,
        ),
        Column("lifetime_years", "useful life years|okres użytkowania (lata)|okres użytkowania lat", cells.years),
        Column(
            "support_ends_on",
            "support ends|support until|end of support|eol|koniec wsparcia|wsparcie do",
            cells.day,
        ),
        Column("source", "źródło|origin", cells.short_text(300)),
    ),
    needed=(("manufacturer",), ("name",)),
    unique=(("manufacturer", "name"),),
    finish=_finish,
)
