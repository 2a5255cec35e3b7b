"""`opslayer status`: the processes, their memory, the number of things, and the lag of each service."""

import json
import time
import urllib.request
from typing import Annotated, Any

import typer
from embedded_platform.child_process import memory
from embedded_platform.data_folder import DataFolder, home
from embedded_platform.ports import HOST, Ports
from installation.fleet import SERVICES
from installation.run_record import RunRecord
from installation.secret_files import SecretFiles
from rich.table import Table

from opslayer.lag import lag_of
from opslayer.terminal import console

commands = typer.Typer()
NOT_RUNNING = 3
"""Exit code, as service managers use it."""

SUPERVISOR = "supervisor"
LAG = ("unsent", "behind", "parked")
"""Columns of a service: journal lines not sent yet, lines of others not applied yet, parked messages."""

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
    """The status of the installation in a folder."""
    record = RunRecord(folder).read()
    if not folder.in_use():
        return {"running": False, "folder": str(folder.path), "processes": [], "counts": {}, "lag": {}}
    processes = [_process(entry) for entry in record.get("processes", [])]
    own = {"name": SUPERVISOR, "pid": record.get("pid"), "since": record.get("since")}
    processes.append(_process({**own, "state": "running", "restarts": 0}))
    return {
        "running": True,
        "state": record.get("state"),
        "address": record.get("address"),
        "folder": str(folder.path),
        "uptime_seconds": _age(record.get("since")),
        "memory_mib": round(sum(process["memory_mib"] for process in processes), 1),
        "processes": processes,
        "counts": _fetch(folder, f"{record.get('address')}/api/status").get("counts", {}),
        "lag": _lag(folder, record.get("address")),
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


def _lag(folder: DataFolder, address: str | None) -> dict[str, Any]:
    """The lag of each service; services that do not answer are missing."""
    ports = Ports(folder.ports)
    addresses = {name: f"http://{HOST}:{ports.remembered(name)}" for name in SERVICES} | {"gateway": str(address)}
    statuses = {name: _fetch(folder, f"{at}/status") for name, at in addresses.items()}
    return lag_of({name: answer for name, answer in statuses.items() if "heads" in answer})


def _fetch(folder: DataFolder, address: str) -> dict[str, Any]:
    try:
        request = urllib.request.Request(address)
        request.add_header("Authorization", f"Bearer {SecretFiles(folder.secrets).feed_token}")
        with urllib.request.urlopen(request, timeout=5) as response:
            answer: dict[str, Any] = json.load(response)
            return answer
    except (OSError, ValueError):  # it is starting or down; the rest is still shown
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
