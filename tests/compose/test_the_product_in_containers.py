"""docker-compose.yml as an operator meets it: everything up, the panel there, secrets kept apart, data kept."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

pytestmark = [pytest.mark.docker, pytest.mark.timeout(2400)]
OWN = ("tickets", "assets", "processes", "notifications", "gateway", "mail")


def test_the_panel_and_its_style_sheet_answer(stack: Any) -> None:
    page = requests.get(f"{stack.url}/", timeout=20)
    style = requests.get(f"{stack.url}/static/vendor/tabler.css", timeout=20)

    assert page.ok
    assert "text/html" in page.headers["Content-Type"]
    assert style.ok


def test_a_ticket_opened_through_the_gateway_is_seen(stack: Any, app: Any, company: str, eventually: Any) -> None:  # noqa: ARG001
    opened = app.send("/api/tickets", {"client": company, "title": "The printer prints only the left half"})

    def seen() -> bool:
        return opened["id"] in [ticket["id"] for ticket in app.read(f"/api/tickets?client={company}")["items"]]

    eventually(seen, "the ticket in the list")


def test_every_process_of_ours_runs_without_rights(stack: Any) -> None:
    users = {service: stack.inside(service, "id", "-u") for service in OWN}

    assert "0" not in users.values()


def test_only_the_gateway_can_sign(stack: Any) -> None:
    private = {service: "signing.pem" in stack.inside(service, "ls", "/run/secrets") for service in OWN[:5]}

    assert [service for service, has_key in private.items() if has_key] == ["gateway"]


def test_a_service_knows_the_password_of_no_other_database(stack: Any) -> None:
    own = stack.inside("tickets", "cat", "/run/secrets/OPSLAYER_APP_URL")

    assert own.endswith("/tickets")
    assert stack.inside("tickets", "sh", "-c", "ls /secrets/assets /mail").replace("\n", "") == "/mail:/secrets/assets:"


def test_a_second_start_finds_everything_and_keeps_the_data(
    stack: Any, app: Any, company: str, eventually: Any
) -> None:
    opened = app.send("/api/tickets", {"client": company, "title": "Written before the restart"})

    stack.compose("stop")
    stack.up()

    eventually(lambda: app.read(f"/api/tickets?client={company}")["total"] == 1, "the ticket after the restart")
    assert app.read(f"/api/tickets/{opened['id']}")["title"] == "Written before the restart"


@pytest.fixture
def set_for_a_while(stack: Any) -> Iterator[Callable[..., None]]:
    """Writes more settings into the operator's file; afterwards they are gone again."""
    yield stack.set
    stack.set()
    stack.up()


def in_the_process(stack: Any, service: str, name: str) -> str:
    """A variable of the service's process; empty if it has none."""
    variables = "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'"
    found: str = stack.inside(service, "sh", "-c", f"{variables} | grep ^{name}= | sort -u || true")
    return found


def test_a_setting_in_the_file_reaches_the_service_it_concerns_and_no_other(stack: Any, set_for_a_while: Any) -> None:
    set_for_a_while(OPSLAYER_ACCEPT_DAYS="3", OPSLAYER_TRACE_RATIO="0.5")

    stack.up()

    assert in_the_process(stack, "tickets", "OPSLAYER_ACCEPT_DAYS") == "OPSLAYER_ACCEPT_DAYS=3"
    assert in_the_process(stack, "assets", "OPSLAYER_ACCEPT_DAYS") == ""
    assert in_the_process(stack, "assets", "OPSLAYER_TRACE_RATIO") == "OPSLAYER_TRACE_RATIO=0.5"
    assert in_the_process(stack, "tickets", "OPSLAYER_ADMIN_PASSWORD") == ""


def test_an_unknown_setting_in_the_file_is_refused(stack: Any, set_for_a_while: Any) -> None:
    set_for_a_while(OPSLAYER_ACEPT_DAYS="3")

    with pytest.raises(AssertionError) as refused:
        stack.compose("run", "--rm", "setup")

    assert "Opslayer has no setting OPSLAYER_ACEPT_DAYS (did you mean OPSLAYER_ACCEPT_DAYS?)" in str(refused.value)
