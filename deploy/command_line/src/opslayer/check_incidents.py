"""`opslayer import check-incidents`: compares the running product with the log that was imported into it."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from importers.access import Access, choose_client
from importers.log_comparison import Comparison, compare
from importers.log_sources import tickets_of_owner, tickets_of_view, updates_of_log
from rich.table import Table

from opslayer.lag import lag_of
from opslayer.maintenance import ask
from opslayer.terminal import console

MOST_SHOWN = 20
VIEW_SECONDS = 120.0
"""How long the view may take to catch up with an import that has just ended."""
File = Annotated[Path, typer.Argument(help="The log, as it was imported.", show_default=False)]
ClientName = Annotated[str | None, typer.Option("--client", help="The client it was imported for.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
TimeZone = Annotated[str, typer.Option("--time-zone", help="The clock the log's times were written by.")]


def check_incidents(
    file: File, client: ClientName = None, time_zone: TimeZone = "UTC", as_json: AsJson = False
) -> None:
    """Prove that an imported log is there: each row in the owner's journal, and the view equal to it."""
    comparison = prove(file, client, Access(), ZoneInfo(time_zone))
    if as_json:
        typer.echo(json.dumps(asdict(comparison), ensure_ascii=False))
    else:
        _show(comparison)
    if comparison.differences:
        raise typer.Exit(1)


def prove(file: Path, client: str | None, access: Access, zone: ZoneInfo) -> Comparison:
    """Reads all three sides and compares them; the view last, once it has everything the owner had."""
    gateway = access.connect()
    found = choose_client(gateway, client)
    if found is None:
        raise typer.BadParameter(f"there is no client {client}")
    log = updates_of_log(file, zone)
    owner = tickets_of_owner(lambda path: ask("tickets", "GET", path), found["id"])
    _wait_for_the_view()
    return compare(log, owner, tickets_of_view(gateway, found["id"]))


def _wait_for_the_view() -> None:
    """Waits until the view has what the owner has now; if that takes too long, the comparison shows the difference."""
    owner, end = ask("tickets", "GET", "/status"), time.monotonic() + VIEW_SECONDS
    while time.monotonic() < end:
        if not lag_of({"tickets": owner, "gateway": ask("gateway", "GET", "/status")})["gateway"]["behind"]["tickets"]:
            return
        time.sleep(0.5)


def _show(comparison: Comparison) -> None:
    if comparison.differences:
        table = Table("incident", "what", "expected", "found")
        for one in comparison.differences[:MOST_SHOWN]:
            table.add_row(one.key, one.what, one.expected, one.found)
        console.print(table)
    console.print(
        f"{comparison.tickets} tickets, {comparison.updates} updates, {comparison.inferred} inferred moves: "
        f"{len(comparison.differences)} differences"
    )
