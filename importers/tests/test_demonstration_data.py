"""The demonstration's files are good: every row can be applied, everything refers to something, origins are named."""

from demonstration.accounts import password_for
from demonstration.company import DOMAIN, LOGINS
from demonstration.records import FILES
from importers.assets import ASSETS, by_names
from importers.checked_tables import check_table
from importers.hardware_models import MODELS
from importers.incidents import IncidentImport
from importers.people import PEOPLE
from importers.table_kinds import ImportContext, Values
from installation.secret_files import Credentials


def rows(kind: str) -> list[Values]:
    found = next(each for each in (MODELS, PEOPLE, ASSETS) if each.name == kind)
    return [row.values for row in check_table(FILES / f"{kind}.csv", found, ImportContext()).rows]


def test_every_row_can_be_applied_without_a_remark() -> None:
    people = {person["email"]: person | {"status": "active"} for person in rows("people")}
    around = ImportContext(people, by_names(rows("models")))

    tables = [check_table(FILES / f"{kind.name}.csv", kind, around) for kind in (MODELS, PEOPLE, ASSETS)]

    assert [len(table.rows) for table in tables] == [26, 40, 60]
    assert [(table.findings, table.unknown_headings) for table in tables] == [((), ())] * 3


def test_the_incidents_are_all_accounted_for() -> None:
    reading = IncidentImport(FILES / "incidents.csv")

    assert len(list(reading.histories())) == 40
    assert reading.counts.all_rows_counted


def test_every_model_names_its_origin_and_licence() -> None:
    assert all("CC" in model["source"] or "MIT" in model["source"] for model in rows("models"))


def test_the_accounts_of_the_client_are_people_of_the_company_and_one_has_a_laptop_to_break() -> None:
    emails = {person["email"] for person in rows("people")}
    holders = {asset["holder"] for asset in rows("assets") if asset.get("holder")}

    assert {login.email for login in LOGINS if login.side == "client"} <= emails & holders
    assert all(email.endswith(f"@{DOMAIN}") for email in emails)


def test_passwords_are_the_same_each_time_and_different_for_everybody() -> None:
    administrator = Credentials("admin@opslayer.example", "secret", generated=True)

    passwords = [password_for(login.email, administrator) for login in LOGINS * 2]

    assert passwords[: len(LOGINS)] == passwords[len(LOGINS) :]
    assert len(set(passwords)) == len(LOGINS)
