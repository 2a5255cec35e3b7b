"""`opslayer replay`, `parked` and `rebuild-view`: maintenance of a running installation.

Services are found through OPSLAYER_<SERVICE>_URL and OPSLAYER_FEED_TOKEN where these are set, else through the installation
of this folder.
"""

import json
import os
import urllib.error
import urllib.request
from typing import Annotated, Any

import typer
from embedded_platform.data_folder import DataFolder, home
from embedded_platform.errors import OperatorError
from embedded_platform.ports import HOST, Ports
from embedded_platform.progress import typed_command
from installation.fleet import SERVICES
from installation.run_record import RunRecord
from installation.secret_files import SecretFiles
from rich.table import Table

from opslayer.terminal import console

commands = typer.Typer()
parked = typer.Typer(
    name="parked", help="Messages that could not be applied and wait for somebody.", no_args_is_help=True
)

Service = Annotated[str, typer.Argument(help=", ".join(SERVICES))]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]


@commands.command()
def replay(service: Service) -> None:
    """Send a service's whole journal to Kafka again; consumers skip what they have."""
    ask(service, "POST", "/journal/replay")
    console.print(f"{service}: the relay begins again from the first line.")


@commands.command("rebuild-view")
def rebuild_view(as_json: AsJson = False) -> None:
    """Empty the unified view and build it again from the owners' journals."""
    built = ask("gateway", "POST", "/view/rebuild", timeout=3600)
    if as_json:
        typer.echo(json.dumps(built))
        return
    console.print(f"The view holds {built['things']} things and {built['events']} events.")
    if built["waiting_for"]:
        console.print(f"Not reached: {', '.join(built['waiting_for'])}; the rest comes when they are back.")
        raise typer.Exit(1)


@parked.command("list")
def list_parked(as_json: AsJson = False) -> None:
    """Everything that waits, service by service, oldest first."""
    found = [{"service": service, **item} for service in SERVICES for item in ask(service, "GET", "/parked")["items"]]
    if as_json:
        typer.echo(json.dumps(found))
        return
    table = Table("service", "number", "reason", "type", "thing", "since")
    for item in found:
        cells = (item["service"], item["id"], item["reason"], item["type"], item["subject"], item["parked_at"])
        table.add_row(*(str(cell or "") for cell in cells))
    console.print(table if found else "Nothing is parked.")


@parked.command("show")
def show_parked(service: Service, number: int) -> None:
    """One message with its content and why it could not be applied."""
    console.print_json(json.dumps(ask(service, "GET", f"/parked/{number}")))


@parked.command("release")
def release_parked(service: Service, thing: str) -> None:
    """Apply everything parked about one thing, in order."""
    console.print(f"applied: {ask(service, 'POST', f'/parked/release/{thing}')['applied']}")


@parked.command("drop")
def drop_parked(service: Service, number: int) -> None:
    """Decide that one message need not be applied; it stays on record."""
    ask(service, "POST", f"/parked/{number}/drop")
    console.print(f"{service} {number}: dropped.")


commands.add_typer(parked)


def ask(service: str, method: str, path: str, timeout: float = 60) -> Any:
    """The answer of a service to a request with the shared token."""
    if service not in SERVICES:
        raise OperatorError(f"There is no service {service}. Services are {', '.join(SERVICES)}.")
    address, token = _address_and_token(service)
    request = urllib.request.Request(address + path, method=method, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise OperatorError(
            f"{service} answered {error.code}: {error.read().decode('utf-8', 'replace')[:500]}"
        ) from error
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise OperatorError(f"{service} does not answer at {address}. Is the installation running?") from error


def _address_and_token(service: str) -> tuple[str, str]:
    address, token = os.environ.get(f"OPSLAYER_{service.upper()}_URL"), os.environ.get("OPSLAYER_FEED_TOKEN")
    if address and token:
        return address.rstrip("/"), token
    folder = DataFolder(home())
    if not folder.in_use():
        raise OperatorError(f"No installation runs in this folder; start it with `{typed_command('up')}`.")
    return _address(folder, service), SecretFiles(folder.secrets).feed_token


def _address(folder: DataFolder, service: str) -> str:
    if service == "gateway":
        return str(RunRecord(folder).read().get("address"))
    return f"http://{HOST}:{Ports(folder.ports).remembered(service)}"
