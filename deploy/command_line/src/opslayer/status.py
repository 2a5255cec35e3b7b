"""`opslayer status`: what runs, since when, how big it is, how many things it holds, and who is behind whom."""

import json
import time
import urllib.request
from typing import Annotated, Any

import typer
from embedded_platform.data_folder import DataFolder, home
from embedded_platform.member import memory
from embedded_platform.ports import HOST, Ports
from installation.fleet import SERVICES
from installation.run_record import RunRecord
from installation.secret_files import SecretFiles
from rich.table import Table

from opslayer.lag import lag_of
from opslayer.telling import console

commands = typer.Typer()
NOT_RUNNING = 3
"""Exit code, as service managers use it."""

SUPERVISOR = "supervisor"
LAG = ("unsent", "behind", "parked")
"""Of a service: journal lines not sent yet, lines of others not applied yet, messages that wait for an operator."""

AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]


@commands.command()
def status(as_json: AsJson = False) -> None:
    """Show what runs here."""
    facts = status_of(DataFolder(home()))
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        _show(facts)
    if not facts["running"]:
        raise typer.Exit(NOT_RUNNING)


def status_of(folder: DataFolder) -> dict[str, Any]:
    """The facts about the installation of a folder."""
    record = RunRecord(folder).read()
    if not folder.in_use():
        return {"running": False, "folder": str(folder.path), "processes": [], "counts": {}, "lag": {}}
    processes = [_process(entry) for entry in record.get("processes", [])]
    own = {
        "name": SUPERVISOR,
        "pid": record.get("pid"),
        "state": "running",
        "since": record.get("since"),
        "restarts": 0,
    }
    processes.append(_process(own))
    return {
        "running": True,
        "state": record.get("state"),
        "address": record.get("address"),
        "folder": str(folder.path),
        "uptime_seconds": _age(record.get("since")),
        "memory_mib": round(sum(process["memory_mib"] for process in processes), 1),
        "processes": processes,
        **_told_by_gateway(folder, record.get("address")),
        **_told_by_services(folder, record.get("address")),
    }


def _process(entry: dict[str, Any]) -> dict[str, Any]:
    running = entry["pid"] is not None
    return {
        "name": entry["name"],
        "pid": entry["pid"],
        "state": entry["state"],
        "uptime_seconds": _age(entry["since"]) if running else 0,
        "memory_mib": round(memory(entry["pid"], children=entry["name"] != SUPERVISOR) / 2**20, 1) if running else 0.0,
        "restarts": entry["restarts"],
    }


def _age(since: float | None) -> int:
    return int(time.time() - since) if since else 0


def _told_by_gateway(folder: DataFolder, address: str | None) -> dict[str, Any]:
    """Counts of things."""
    told = _told(folder, f"{address}/api/status")
    return {"counts": told.get("counts", {})}


def _told_by_services(folder: DataFolder, address: str | None) -> dict[str, Any]:
    """How far each service is behind; those that do not answer just now are missing."""
    ports = Ports(folder.ports)
    addresses = {name: f"http://{HOST}:{ports.remembered(name)}" for name in SERVICES} | {"gateway": str(address)}
    standings = {name: _told(folder, f"{at}/standing") for name, at in addresses.items()}
    return {"lag": lag_of({name: told for name, told in standings.items() if "heads" in told})}


def _told(folder: DataFolder, address: str) -> dict[str, Any]:
    try:
        request = urllib.request.Request(address)
        request.add_header("Authorization", f"Bearer {SecretFiles(folder.secrets).feed_token}")
        with urllib.request.urlopen(request, timeout=5) as response:
            told: dict[str, Any] = json.load(response)
            return told
    except (OSError, ValueError):  # it is starting, or down just now: the rest is still worth showing
        return {}


def _show(facts: dict[str, Any]) -> None:
    if not facts["running"]:
        console.print(f"Opslayer is not running (data in {facts['folder']}).")
        return
    console.print(
        f"[bold]{facts['address']}[/]  {facts['state']}, {facts['memory_mib']:.0f} MiB, data in {facts['folder']}"
    )
    table = Table(box=None, pad_edge=False)
    for column in ("process", "pid", "state", "up", "MiB", "restarts", *LAG):
        table.add_column(column, justify="left" if column in ("process", "state") else "right")
    for one in facts["processes"]:
        up = f"{one['uptime_seconds'] // 3600}:{one['uptime_seconds'] // 60 % 60:02}:{one['uptime_seconds'] % 60:02}"
        table.add_row(
            one["name"], str(one["pid"] or ""), one["state"], up, f"{one['memory_mib']:.0f}", str(one["restarts"]),
            *_lag_cells(facts["lag"].get(one["name"])),
        )  # fmt: skip
    console.print(table)
    if facts["counts"]:
        console.print("  ".join(f"{name} {count}" for name, count in facts["counts"].items()))


def _lag_cells(lag: dict[str, Any] | None) -> list[str]:
    if lag is None:
        return [""] * len(LAG)
    return [str(lag["unsent"]), str(sum(lag["behind"].values())), str(lag["parked"])]
