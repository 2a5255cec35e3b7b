"""`setup` gives each service a folder with the settings and secrets that concern it; no container engine is needed here."""

import os
from pathlib import Path

import pytest
from container_setup.prepare import Platform, write_settings
from embedded_platform.databases import DatabaseServer
from installation.fleet import SERVICES

PLATFORM = Platform(DatabaseServer("postgresql://owner:secret@postgres:5432/postgres"), "kafka:9092")


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("OPSLAYER_"):
            monkeypatch.delenv(name)


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """The place of the volumes, one for each service."""
    for service in SERVICES:
        (tmp_path / service).mkdir()
    return tmp_path


def write(secrets: Path) -> None:
    for service in SERVICES:
        write_settings(secrets, PLATFORM, service)


def holders(secrets: Path, name: str) -> set[str]:
    return {service for service in SERVICES if (secrets / service / name).exists()}


def test_a_setting_of_the_operator_is_written_for_the_services_it_concerns(
    secrets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPSLAYER_ACCEPT_DAYS", "3")
    monkeypatch.setenv("OPSLAYER_TRACE_RATIO", "0.5")
    monkeypatch.setenv("OPSLAYER_SMTP_URL", "smtp://mail.example")
    monkeypatch.setenv("OPSLAYER_KAFKA", "elsewhere:9092")

    write(secrets)

    assert holders(secrets, "OPSLAYER_ACCEPT_DAYS") == {"tickets"}
    assert holders(secrets, "OPSLAYER_TRACE_RATIO") == set(SERVICES)
    assert holders(secrets, "OPSLAYER_SMTP_URL") == {"notifications"}
    assert (secrets / "notifications" / "OPSLAYER_SMTP_URL").read_text() == "smtp://mail.example"
    assert (secrets / "tickets" / "OPSLAYER_KAFKA").read_text() == "kafka:9092"


def test_secrets_are_written_for_their_owner_only(secrets: Path) -> None:
    write(secrets)

    assert holders(secrets, "signing.pem") == holders(secrets, "OPSLAYER_ADMIN_PASSWORD") == {"gateway"}
    assert (secrets / "tickets" / "OPSLAYER_APP_URL").read_text().endswith("/tickets")
    assert holders(secrets, "OPSLAYER_MIGRATION_URL") == set()


def test_what_the_operator_no_longer_sets_is_removed(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSLAYER_ACCEPT_DAYS", "3")
    write(secrets)
    monkeypatch.delenv("OPSLAYER_ACCEPT_DAYS")

    write(secrets)

    assert holders(secrets, "OPSLAYER_ACCEPT_DAYS") == set()
    assert holders(secrets, "OPSLAYER_APP_URL") == set(SERVICES)
