"""Every setting reaches the processes it concerns and no other; what nobody knows is refused before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from chassis.process.settings import ServiceSettings, variables
from embedded_platform.data_folder import DataFolder
from embedded_platform.databases import DatabaseServer
from embedded_platform.errors import OperatorError
from embedded_platform.ports import Ports
from installation.fleet import Fleet
from installation.settings import DECIDED, SERVICE_SETTINGS, check_settings, settings_for, without_effect

SHARED = variables(ServiceSettings)
OWN = [
    pytest.param(service, name, id=name)
    for service, kind in SERVICE_SETTINGS.items()
    for name in sorted(variables(kind) - SHARED - DECIDED)
]
READABLE = {"OPSLAYER_ACCEPT_DAYS": "3", "OPSLAYER_MAIL_PER_SECOND": "3"}


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("OPSLAYER_"):
            monkeypatch.delenv(name)


def environments(path: Path) -> dict[str, dict[str, str]]:
    """The environment of each service's process, in an installation of which nothing has started."""
    folder = DataFolder(path)
    folder.prepare()
    server = DatabaseServer("postgresql://owner:secret@/postgres?host=/run/here")
    defaults = {"OPSLAYER_PUBLIC_URL": "http://localhost:8080", "OPSLAYER_SMTP_URL": "smtp://127.0.0.1:25"}
    fleet = Fleet(server, "127.0.0.1:9092", folder, Ports(folder.ports), 8080, defaults, {})
    return {process.name: dict(process.environment) for process in fleet.processes}


@pytest.mark.parametrize(("service", "name"), OWN)
def test_a_services_own_setting_reaches_it_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: str, name: str
) -> None:
    monkeypatch.setenv(name, value := READABLE.get(name, "given by the operator"))

    check_settings()

    given = {service for service, environment in environments(tmp_path).items() if environment.get(name) == value}
    assert given == {one for one, kind in SERVICE_SETTINGS.items() if name in variables(kind)}
    assert service in given


@pytest.mark.parametrize("name", sorted(SHARED - DECIDED))
def test_a_shared_setting_reaches_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "7")

    assert {environment[name] for environment in environments(tmp_path).values()} == {"7"}


@pytest.mark.parametrize("name", sorted(DECIDED))
def test_what_the_installation_decides_is_not_changed_and_the_operator_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = environments(tmp_path)
    monkeypatch.setenv(name, "given by the operator")

    assert environments(tmp_path) == before
    assert without_effect() == f"The installation itself decides {name}: the value in the environment has no effect."


def test_a_process_knows_everything_in_its_environment(tmp_path: Path) -> None:
    for service, environment in environments(tmp_path).items():
        given = {name for name in environment if name.startswith("OPSLAYER_")}
        assert given <= variables(SERVICE_SETTINGS[service])


def test_secrets_of_the_gateway_are_in_no_other_environment(tmp_path: Path) -> None:
    holders = {
        service
        for service, environment in environments(tmp_path).items()
        if {"OPSLAYER_SIGNING_KEY_FILE", "OPSLAYER_ADMIN_PASSWORD"} & set(environment)
    }

    assert holders == {"gateway"}


def test_later_sources_come_before_earlier_ones() -> None:
    found = settings_for("tickets", {"OPSLAYER_LOG": "json", "OPSLAYER_SMTP_URL": "x"}, {"OPSLAYER_LOG": "console"})

    assert found == {"OPSLAYER_LOG": "console"}


def test_an_unknown_setting_is_refused_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSLAYER_MAIL_FORM", "x")
    monkeypatch.setenv("OPSLAYER_TEST_PLATFORM", "embedded")

    with pytest.raises(
        OperatorError, match=r"^Opslayer has no setting OPSLAYER_MAIL_FORM \(did you mean OPSLAYER_MAIL_FROM\?\)$"
    ):
        check_settings()


def test_a_value_that_its_service_cannot_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSLAYER_ACCEPT_DAYS", "ten")

    with pytest.raises(OperatorError, match="tickets cannot read the value of OPSLAYER_ACCEPT_DAYS"):
        check_settings()


@pytest.mark.parametrize("options", [[], ["--detach"]], ids=["foreground", "background"])
def test_up_with_an_unknown_setting_says_one_sentence_and_starts_nothing(tmp_path: Path, options: list[str]) -> None:
    home = tmp_path / "home"

    done = run("opslayer", "up", *options, OPSLAYER_HOME=str(home), OPSLAYER_ACEPT_DAYS="3")

    sentence = "Error: Opslayer has no setting OPSLAYER_ACEPT_DAYS (did you mean OPSLAYER_ACCEPT_DAYS?)\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
    assert not home.exists()


def test_a_service_started_by_itself_refuses_an_unknown_setting() -> None:
    done = run("tickets", OPSLAYER_ACEPT_DAYS="3")

    sentence = "tickets has no setting OPSLAYER_ACEPT_DAYS (did you mean OPSLAYER_ACCEPT_DAYS?)\n"
    assert (done.returncode, done.stderr) == (1, sentence)


def run(*module: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m` with these variables."""
    command = [sys.executable, "-m", *module]
    return subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, timeout=120, check=False)
