"""`docker compose up --scale tickets=3 --scale processes=2`, and one replica killed in the middle of the work."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.docker, pytest.mark.timeout(2400)]
ROOT = Path(__file__).parents[2]
ONBOARDING = sorted((ROOT / "tests" / "journeys").glob("*020*"))
SCALE = ("--scale", "tickets=3", "--scale", "processes=2")


@pytest.fixture(scope="module")
def scaled(stack: Any) -> Iterator[Any]:
    """The stack with three of tickets and two of processes; afterwards one of each again."""
    stack.up(*SCALE)
    yield stack
    stack.up("--scale", "tickets=1", "--scale", "processes=1")


@pytest.fixture
def kill_one(scaled: Any) -> Iterator[Callable[[str], str]]:
    """Kills one replica of a service, whichever; afterwards all are there again."""

    def kill(service: str) -> str:
        victim: str = random.choice(scaled.containers(service))
        subprocess.run(["docker", "kill", "--signal", "KILL", victim], check=True, capture_output=True)
        return victim

    yield kill
    scaled.up(*SCALE)


def test_tickets_opened_while_a_replica_dies_are_all_there_once(
    scaled: Any, app: Any, company: str, kill_one: Any, eventually: Any
) -> None:
    with ThreadPoolExecutor(4) as threads:
        bodies = [{"client": company, "title": f"Ticket {number}"} for number in range(120)]
        opening = [threads.submit(app.send, "/api/tickets", body) for body in bodies]
        opening[30].result()
        kill_one("tickets")
        opened = [future.result() for future in opening]

    eventually(lambda: app.read(f"/api/tickets?client={company}")["total"] >= 120, "all tickets in the view")
    assert len({ticket["number"] for ticket in opened}) == 120
    assert app.read(f"/api/tickets?client={company}")["total"] == 120
    assert len(scaled.containers("tickets")) == 2


@pytest.mark.skipif(not ONBOARDING, reason="this working copy has no journey 020")
def test_an_onboarding_runs_through_these_containers(stack: Any) -> None:
    journey = run_onboarding(stack.url)

    said = journey.communicate()[0]

    assert journey.returncode == 0, said[-6000:]


@pytest.mark.skipif(not ONBOARDING, reason="this working copy has no journey 020")
def test_an_onboarding_survives_the_death_of_a_replica(scaled: Any, app: Any, kill_one: Any, eventually: Any) -> None:
    before = app.read("/api/processes")["total"]
    journey = run_onboarding(scaled.url)
    eventually(lambda: app.read("/api/processes")["total"] > before, "an onboarding that has begun")
    kill_one("processes")
    kill_one("tickets")

    said = journey.communicate()[0]

    assert journey.returncode == 0, said[-6000:]


def run_onboarding(gateway_url: str) -> "subprocess.Popen[str]":
    """Journey 020 as a test run of its own, against a gateway that is already there."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, ONBOARDING)]
    environment = {
        **os.environ,
        "OPSLAYER_TEST_GATEWAY_URL": gateway_url,
        "OPSLAYER_TEST_ADMIN_EMAIL": "first@provider.example",
        "OPSLAYER_TEST_ADMIN_PASSWORD": "trial of the containers",
    }
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
