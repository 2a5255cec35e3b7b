"""Handing over to a gateway: a small one of the test's own, that keeps what it is sent and answers like the real one."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from contracts.tickets.history import HistoryBatch
from importers.assets import ASSETS
from importers.checked_tables import check_table
from importers.gateway_client import Gateway, GatewayError
from importers.incidents import IncidentImport
from importers.people import PEOPLE
from importers.posting import Outcome, TablePosting, batches, post_histories
from importers.table_kinds import TableKind
from opslayer.imports import commands
from typer.testing import CliRunner, Result

CLIENT = UUID(int=7)


class SmallGateway(ThreadingHTTPServer):
    """Lists what it has; registers by key; takes histories by digest; breaks the line as often as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.things: dict[str, dict[str, dict[str, Any]]] = {"clients": {}, "people": {}, "models": {}, "assets": {}}
        self.digests: dict[str, str] = {}
        self.keys: list[str] = []
        self.breaks = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def register(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Makes the thing, or changes the one with the same key."""
        key = str(body.get("tag") or body.get("email") or body["name"])
        known = self.things[kind].get(key, {"id": str(uuid5(CLIENT, key)), "version": 0, "status": "active"})
        if "manager_id" in body:
            body = {**body, "manager": {"id": body["manager_id"], "name": ""}}
        self.things[kind][key] = {**known, **body, "version": known["version"] + 1}
        return self.things[kind][key]

    def take(self, batch: HistoryBatch) -> dict[str, Any]:
        """Answers for each ticket whether it is new."""
        answers = []
        for one in batch.tickets:
            outcome = "unchanged" if self.digests.get(one.external_key) == one.digest else "created"
            self.digests[one.external_key] = one.digest
            applied = len(one.moves) if outcome == "created" else 0
            answers.append({"external_key": one.external_key, "outcome": outcome, "moves_applied": applied})
        return {"tickets": answers}


class _Handler(BaseHTTPRequestHandler):
    server: SmallGateway

    def do_GET(self) -> None:
        kind = self.path.split("?")[0].removeprefix("/api/")
        items = list(self.server.things[kind].values())
        self._answer(200, {"items": items, "next": None, "total": len(items)})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.keys.append(self.headers["Idempotency-Key"])
        if self.path == "/api/tickets/history":
            self._answer(200, self.server.take(HistoryBatch.model_validate(body)))
        elif self.server.breaks:
            self.server.breaks -= 1
            self.connection.close()
        elif body.get("name") == "Refused":
            self._answer(409, {"code": "assets.no"})
        else:
            self._answer(201, self.server.register(self.path.removeprefix("/api/"), body))

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """NoOutput."""


@pytest.fixture
def gateway() -> Iterator[SmallGateway]:
    """A gateway with one client."""
    with SmallGateway() as server:
        server.things["clients"]["Firma"] = {"id": str(CLIENT), "name": "Firma", "currency": "PLN"}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def post(server: SmallGateway, kind: TableKind, path: Path) -> Outcome:
    """What the command line does: check against what is there, then post."""
    posting = TablePosting(Gateway(server.url), server.things["clients"]["Firma"])
    return posting.post(kind.name, check_table(path, kind, posting.context()), lambda _: None)


def table(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_second_import_of_the_same_people_changes_nothing(gateway: SmallGateway, tmp_path: Path) -> None:
    path = table(tmp_path / "people.csv", "name;email;manager\nAnna;a@firma.pl;b@firma.pl\nBogdan;b@firma.pl;\n")

    first, second = post(gateway, PEOPLE, path), post(gateway, PEOPLE, path)

    assert (first.applied, first.already_there) == (2, 0)
    assert (second.applied, second.already_there) == (0, 2)
    assert gateway.things["people"]["a@firma.pl"]["manager"]["id"] == gateway.things["people"]["b@firma.pl"]["id"]


def test_what_has_changed_in_the_file_is_sent_again_with_a_key_of_its_own(
    gateway: SmallGateway, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"

    for job in ("Kadry", "IT", "Kadry"):
        assert post(gateway, PEOPLE, table(path, f"name;email;job\nAnna;a@firma.pl;{job}\n")).applied == 1

    assert len(set(gateway.keys)) == 3


def test_a_broken_line_is_tried_again_with_the_same_key(gateway: SmallGateway, tmp_path: Path) -> None:
    gateway.breaks = 1

    outcome = post(gateway, PEOPLE, table(tmp_path / "people.csv", "name;email\nAnna;a@firma.pl\n"))

    assert outcome.applied == 1
    assert len(gateway.keys) == 2
    assert len(set(gateway.keys)) == 1


def test_a_refusal_of_the_owner_is_told_with_its_line(gateway: SmallGateway, tmp_path: Path) -> None:
    outcome = post(gateway, PEOPLE, table(tmp_path / "people.csv", "name;email\nRefused;a@firma.pl\nAnna;b@firma.pl\n"))

    assert (outcome.rows, outcome.applied, outcome.refused) == (2, 1, 1)
    assert [(finding.line, finding.value) for finding in outcome.findings] == [(2, "assets.no")]


def test_assets_are_handed_to_the_people_and_models_that_are_there(gateway: SmallGateway, tmp_path: Path) -> None:
    anna = gateway.register("people", {"name": "Anna", "email": "a@firma.pl"})
    model = gateway.register("models", {"manufacturer": "Dell", "name": "Latitude 7490", "category": "laptop"})

    outcome = post(gateway, ASSETS, table(tmp_path / "a.csv", "tag;model;holder\nL1;Dell Latitude 7490;a@firma.pl\n"))

    asset = gateway.things["assets"]["L1"]
    assert asset["holder"] == {"kind": "person", "id": anna["id"], "name": "Anna"}
    assert (asset["model_id"], asset["category"], outcome.applied) == (model["id"], "laptop", 1)


def test_another_holder_is_remarked_and_never_changed_by_an_import(gateway: SmallGateway, tmp_path: Path) -> None:
    for email in ("a@firma.pl", "b@firma.pl"):
        gateway.register("people", {"name": email, "email": email})
    post(gateway, ASSETS, table(tmp_path / "a.csv", "tag;holder\nL1;a@firma.pl\n"))

    outcome = post(gateway, ASSETS, table(tmp_path / "a.csv", "tag;holder\nL1;b@firma.pl\n"))

    assert (outcome.applied, outcome.already_there) == (0, 1)
    assert [(finding.code, finding.value) for finding in outcome.findings] == [("holder_differs", "a@firma.pl")]


def test_a_log_imported_twice_is_there_already(gateway: SmallGateway, sample: Path) -> None:
    first, second = Outcome(), Outcome()

    for outcome in (first, second):
        post_histories(Gateway(gateway.url), str(CLIENT), IncidentImport(sample).histories(), outcome, lambda _: None)

    rows = IncidentImport(sample).row_count
    assert (first.applied, first.already_there) == (rows, 0)
    assert (second.applied, second.already_there) == (0, rows)


def test_batches_are_bounded_and_lose_nothing(sample: Path) -> None:
    histories = list(IncidentImport(sample).histories())

    grouped = list(batches(histories * 9))

    assert [one for batch in grouped for one in batch] == histories * 9
    assert all(len(batch) <= 200 and sum(len(one.moves) for one in batch) <= 1_500 for batch in grouped)


def test_a_client_is_found_by_its_name_however_it_is_written(gateway: SmallGateway) -> None:
    found = Gateway(gateway.url).client("firma")
    made = Gateway(gateway.url).create_client("Nowa")

    assert found is not None
    assert (found["id"], Gateway(gateway.url).client("Nowa")) == (str(CLIENT), made)


def typed(server: SmallGateway, path: Path, *more: str) -> Result:
    """`opslayer import people` for a client that is not there yet."""
    words = ["people", str(path), "--client", "Nowa", "--url", server.url, "--token", "x", *more]
    return CliRunner().invoke(commands, words)


def test_a_client_is_made_once_its_file_can_be_read_and_that_is_said(gateway: SmallGateway, tmp_path: Path) -> None:
    good = table(tmp_path / "people.csv", "name,email\nAnna,anna@firma.pl\n")
    bad = table(tmp_path / "other.csv", "colour,taste\nred,sweet\n")

    typed(gateway, tmp_path / "missing.csv")
    typed(gateway, bad)
    typed(gateway, good, "--dry-run")
    assert "Nowa" not in gateway.things["clients"]

    told = typed(gateway, good)
    assert "Nowa" in gateway.things["clients"]
    assert "no client Nowa yet" in told.stderr
    assert "no client Nowa yet" not in typed(gateway, good).stderr


def test_a_gateway_that_nobody_runs_is_told_in_words() -> None:
    gateway = Gateway("http://127.0.0.1:9", attempts=1)

    with pytest.raises(GatewayError, match="opslayer up"):
        gateway.get("/api/clients")
