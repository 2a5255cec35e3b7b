"""The table of a client's people."""

from collections.abc import Iterable

from importers import cells
from importers.table_kinds import Column, Fault, ImportContext, TableKind, Values, wrong_order

LANGUAGES = cells.codes_of({"pl": "pl|polski|polish|polskie|pol", "en": "en|english|angielski|eng"})


def _finish(values: Values) -> Values:
    first, last = values.pop("first_name", ""), values.pop("last_name", "")
    joined = f"{first} {last}".strip()
    if joined:
        values.setdefault("name", joined)
    return values


def _check(values: Values, context: ImportContext) -> Iterable[Fault]:
    yield from wrong_order(values, "starts_on", "last_day")
    manager = values.get("manager")
    if manager is None:
        return
    if manager == values.get("email"):
        yield Fault("manager", "own_manager", manager)
        return
    in_file = context.in_file.get("email", frozenset())
    if context.people is not None and manager not in context.people and manager not in in_file:
        yield Fault("manager", "person_unknown", manager)


PEOPLE = TableKind(
    name="people",
    columns=(
        Column("name", "full name|employee|imię i nazwisko|nazwisko i imię|pracownik|osoba", cells.short_text()),
        Column("first_name", "given name|imię", cells.short_text(100)),
        Column("last_name", "surname|family name|nazwisko", cells.short_text(100)),
        Column("email", "e-mail|mail|email address|adres email|adres e-mail|e-mail służbowy", cells.email),
        Column(
            "employee_number",
            "employee id|employee no|personnel number|number|numer pracownika|nr pracownika|numer kadrowy|"
            "nr kadrowy|numer ewidencyjny|id pracownika|external key",
            cells.short_text(),
        ),
        Column("private_email", "personal email|prywatny email|email prywatny|e-mail prywatny", cells.email),
        Column("department", "dept|team|unit|dział|wydział|departament|zespół|jednostka", cells.short_text()),
        Column("job", "job title|title|position|role|stanowisko|funkcja|rola", cells.short_text()),
        Column("site", "office|location|city|biuro|lokalizacja|oddział|miasto", cells.short_text()),
        Column("language", "język|lang", cells.one_of(LANGUAGES)),
        Column(
            "manager",
            "manager email|supervisor|reports to|przełożony|kierownik|email przełożonego|e-mail przełożonego",
            cells.email,
        ),
        Column(
            "starts_on",
            "start date|hired|hire date|joined|data zatrudnienia|data rozpoczęcia|zatrudniony od|od",
            cells.day,
        ),
        Column(
            "last_day",
            "end date|leaves on|contract until|data zakończenia|data odejścia|zatrudniony do|do|ostatni dzień",
            cells.day,
        ),
    ),
    needed=(("name", "first_name", "last_name"), ("email", "employee_number")),
    unique=(("employee_number",), ("email",)),
    check=_check,
    finish=_finish,
)
