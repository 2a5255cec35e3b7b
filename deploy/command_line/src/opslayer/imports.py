"""`opslayer import …`: imports files. Reading and checking them is in `importers`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from contracts.vocabulary import Language
from importers.access import Access, choose_client
from importers.assets import ASSETS
from importers.checked_tables import check_table
from importers.gateway_client import Gateway, GatewayError, Json
from importers.hardware_models import MODELS
from importers.incidents import IncidentImport
from importers.people import PEOPLE
from importers.posting import Advance, Outcome, TablePosting, post_histories
from importers.table_kinds import ImportContext, TableKind
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from opslayer.check_incidents import check_incidents
from opslayer.import_report import Report, errors

commands = typer.Typer(
    name="import", help="Bring in files: incident logs, models, people, assets.", no_args_is_help=True
)

File = Annotated[Path, typer.Argument(help="The file: CSV in any usual writing, or a workbook.", show_default=False)]
ClientName = Annotated[str | None, typer.Option("--client", help="The client; made if there is none of that name.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only check and show what would happen.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
Url = Annotated[
    str, typer.Option("--url", envvar="OPSLAYER_GATEWAY_URL", help="The gateway's address.", show_default=False)
]
Token = Annotated[str, typer.Option("--token", envvar="OPSLAYER_TOKEN", help="An API token.", show_default=False)]
Email = Annotated[
    str, typer.Option("--email", envvar="OPSLAYER_ADMIN_EMAIL", help="Instead of a token.", show_default=False)
]
Password = Annotated[
    str, typer.Option("--password", envvar="OPSLAYER_ADMIN_PASSWORD", help="Of that account.", show_default=False)
]
InLanguage = Annotated[str | None, typer.Option("--language", help="pl or en; otherwise that of the terminal.")]
BadRows = Annotated[Path | None, typer.Option("--bad-rows", help="Write the refused lines and why to this CSV file.")]
TimeZone = Annotated[str, typer.Option("--time-zone", help="The clock the log's times were written by.")]


@commands.command()
def incidents(
    file: File,
    client: ClientName = None,
    time_zone: TimeZone = "UTC",
    dry_run: DryRun = False,
    as_json: AsJson = False,
    language: InLanguage = None,
    url: Url = "",
    token: Token = "",
    email: Email = "",
    password: Password = "",
) -> None:
    """A ServiceNow incident event log: each incident becomes a ticket with all its moves."""
    reading = IncidentImport(file, _zone(time_zone))
    outcome = Outcome(rows=reading.row_count)
    with _progress(reading.row_count) as advance:
        if dry_run:
            for history in reading.histories():
                outcome.applied += history.rows
                advance(history.rows)
        else:
            gateway, found = _gateway_and_client(Access(url, token, email, password), client, dry_run)
            assert gateway is not None, "only a dry run goes on without one"
            found = found or _create_client(gateway, client)
            post_histories(gateway, found["id"], reading.histories(), outcome, advance)
    counts = reading.counts
    outcome.refused += counts.refused_rows
    outcome.findings = [*counts.findings, *outcome.findings]
    outcome.counts |= {"tickets": counts.tickets, "inferred_moves": counts.inferred}
    Report("incidents", file, _language(language), dry_run, outcome).print(as_json)


def _table_command(kind: TableKind, text: str) -> None:
    def run(
        file: File,
        client: ClientName = None,
        dry_run: DryRun = False,
        as_json: AsJson = False,
        bad_rows: BadRows = None,
        language: InLanguage = None,
        url: Url = "",
        token: Token = "",
        email: Email = "",
        password: Password = "",
    ) -> None:
        spoken = _language(language)
        gateway, found = _gateway_and_client(Access(url, token, email, password), client, dry_run)
        context = TablePosting(gateway, found).context() if gateway and found else ImportContext()
        table = check_table(file, kind, context)
        if dry_run or gateway is None:
            refused = table.refused_lines
            outcome = Outcome(len(table.rows) + refused, len(table.rows), 0, refused, list(table.findings))
        else:
            posting = TablePosting(gateway, found or _create_client(gateway, client))
            with _progress(len(table.rows)) as advance:
                outcome = posting.post(kind.name, table, advance)
        if bad_rows is not None:
            bad_rows.write_text(table.refused_csv(spoken), encoding="utf-8", newline="")
        Report(kind.name, file, spoken, dry_run, outcome, table.unknown_headings).print(as_json)

    commands.command(kind.name, help=text)(run)


_table_command(MODELS, "Hardware models from CSV or Excel.")
_table_command(PEOPLE, "The client's people from CSV or Excel.")
_table_command(ASSETS, "The client's hardware from CSV or Excel; import models and people before.")

commands.command("check-incidents")(check_incidents)


def _gateway_and_client(access: Access, client: str | None, dry_run: bool) -> tuple[Gateway | None, Json | None]:
    """The gateway and the client, where they are there; without a gateway a dry run checks the file alone."""
    try:
        gateway = access.connect(attempts=1) if dry_run else access.connect()
        return gateway, choose_client(gateway, client)
    except GatewayError as error:
        if not dry_run:
            raise
        errors.print(f"Only the file itself is checked. {error}", markup=False)
        return None, None


def _create_client(gateway: Gateway, name: str | None) -> Json:
    """Creates a client and says so, because a mistyped name creates one too."""
    assert name is not None, "only a client with a name can be missing"
    errors.print(f"There was no client {name} yet: it is created.", markup=False)
    return gateway.create_client(name)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise typer.BadParameter(f"{name} is no time zone, like Europe/Warsaw") from error


def _language(given: str | None) -> Language:
    spoken = given or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "pl" if spoken.casefold().startswith("pl") else "en"


@contextmanager
def _progress(total: int) -> Iterator[Advance]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task("rows", total=total)
        yield lambda count: progress.advance(task, count)
