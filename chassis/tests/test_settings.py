"""A process reads its settings from the environment, and refuses what it does not know."""

import os
import subprocess
import sys

import pytest
from chassis.process.settings import ServiceSettings, SettingsError, read_settings, variables


class Settings(ServiceSettings):
    """Settings of a service."""

    accept_days: int = 10


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("OPSLAYER_"):
            monkeypatch.delenv(name)


def test_a_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSLAYER_ACCEPT_DAYS", "3")

    assert read_settings("tickets", Settings).accept_days == 3


def test_an_unknown_setting_is_refused_with_the_nearest_known_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSLAYER_ACEPT_DAYS", "3")

    with pytest.raises(SettingsError) as refused:
        read_settings("tickets", Settings)

    assert str(refused.value) == "tickets has no setting OPSLAYER_ACEPT_DAYS (did you mean OPSLAYER_ACCEPT_DAYS?)"


def test_a_value_that_cannot_be_read_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSLAYER_ACCEPT_DAYS", "ten")

    with pytest.raises(SettingsError, match="tickets cannot read the value of OPSLAYER_ACCEPT_DAYS ") as refused:
        read_settings("tickets", Settings)

    assert "ten" not in str(refused.value)


def test_variables_are_the_fields_of_a_class() -> None:
    assert variables(Settings) - variables(ServiceSettings) == {"OPSLAYER_ACCEPT_DAYS"}


def test_a_process_with_an_unknown_setting_ends_at_once_with_one_sentence() -> None:
    command = [sys.executable, "-m", "testkit.counter"]
    done = subprocess.run(
        command, env=os.environ | {"OPSLAYER_SORCE": "x"}, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 1
    assert done.stderr == "counter has no setting OPSLAYER_SORCE (did you mean OPSLAYER_SOURCE?)\n"
