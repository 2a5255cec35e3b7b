"""The table of a client's hardware that is there already: what it is, who has it, what it cost."""

from collections.abc import Iterable, Mapping

from importers import cells
from importers.amounts import amount_of
from importers.hardware_models import CATEGORIES
from importers.headings import normalised
from importers.table_kinds import Column, Fault, ImportContext, TableKind, Thing, Values, wrong_order

OWNED = cells.codes_of(
    {"owned": "owned|własny|własność|zakup|kupiony", "leased": "leased|leasing|lease|najem|dzierżawa"}
)
STATES = cells.codes_of(
    {
        "in_use": "in use|in_use|used|assigned|deployed|w użyciu|używany|wydany|przydzielony|u użytkownika",
        "in_stock": "in stock|in_stock|stock|available|ready to deploy|magazyn|w magazynie|na stanie|dostępny|wolny",
    }
)


def _finish(values: Values) -> Values:
    """What has no tag of the client's is known by its serial number."""
    if "serial" in values:
        values.setdefault("tag", values["serial"])
    return values


def model_of(values: Values, models: Mapping[str, Thing]) -> Thing | None:
    """The model a row means: maker and name in two columns, or both in one, or the name alone if it is only one maker's."""
    name = str(values.get("model", ""))
    written = normalised(f"{values.get('manufacturer', '')} {name}")
    return models.get(written) or models.get(normalised(name))


def by_names(models: Iterable[Thing]) -> dict[str, Thing]:
    """Models by maker and name, and by the bare name where that is enough."""
    found: dict[str, Thing] = {}
    bare: dict[str, list[Thing]] = {}
    for model in models:
        found[normalised(f"{model['manufacturer']} {model['name']}")] = model
        bare.setdefault(normalised(model["name"]), []).append(model)
    return {**{name: same[0] for name, same in bare.items() if len(same) == 1}, **found}


def _check(values: Values, context: ImportContext) -> Iterable[Fault]:
    yield from wrong_order(values, "purchased_on", "warranty_until")
    yield from wrong_order(values, "purchased_on", "lease_until")
    holder = values.get("holder")
    if holder is not None and context.people is not None:
        yield from _check_holder(holder, context.people)
    has_holder = holder is not None or "place" in values
    if values.get("state") == "in_stock" and has_holder:
        yield Fault("state", "stock_with_holder", str(holder or values["place"]))
    if values.get("state") == "in_use" and not has_holder:
        yield Fault("holder", "use_without_holder")
    if "model" in values and context.models is not None and model_of(values, context.models) is None:
        yield Fault("model", "model_unknown", str(values["model"]), "noted")


def _check_holder(holder: str, people: Mapping[str, Thing]) -> Iterable[Fault]:
    person = people.get(holder)
    if person is None:
        yield Fault("holder", "person_unknown", holder)
    elif person.get("status") == "left":
        yield Fault("holder", "person_has_left", holder)


ASSETS = TableKind(
    name="assets",
    columns=(
        Column(
            "tag",
            "asset tag|inventory number|asset number|numer inwentarzowy|nr inwentarzowy|numer ewidencyjny|etykieta",
            cells.short_text(),
        ),
        Column("serial", "serial number|serial no|s/n|sn|numer seryjny|nr seryjny|service tag", cells.short_text()),
        Column("manufacturer", "maker|vendor|brand|producent|marka", cells.short_text(100)),
        Column("model", "model name|nazwa modelu", cells.short_text(200)),
        Column("category", "type|kind|kategoria|typ|rodzaj|typ sprzętu", cells.one_of(CATEGORIES)),
        Column("name", "description|nazwa|opis", cells.short_text()),
        Column(
            "holder",
            "holder email|user|user email|assigned to|owner|użytkownik|email użytkownika|e-mail użytkownika|"
            "użytkownik sprzętu|przypisany do|pracownik|osoba|email",
            cells.email,
        ),
        Column("place", "room|location|miejsce|pokój|sala|lokalizacja", cells.short_text()),
        Column("state", "status|stan", cells.one_of(STATES)),
        Column("owned", "ownership|własność|forma własności|finansowanie", cells.one_of(OWNED)),
        Column("price", "purchase price|cost|value|cena|cena zakupu|wartość|cena netto|koszt", amount_of),
        Column("currency", "waluta", cells.currency),
        Column("purchased_on", "purchase date|purchased|bought|data zakupu|zakupiono|kupiony", cells.day),
        Column("warranty_until", "warranty|warranty end|gwarancja|gwarancja do|koniec gwarancji", cells.day),
        Column("lease_until", "lease end|leasing do|koniec leasingu|koniec najmu", cells.day),
        Column("condition", "stan techniczny|kondycja", cells.short_text()),
        Column("note", "notes|remarks|comment|uwagi|uwaga|komentarz|notatka", cells.short_text(20000)),
    ),
    needed=(("tag", "serial"),),
    unique=(("tag",), ("serial",)),
    check=_check,
    finish=_finish,
)
