"""Open work of the demonstration: three tickets and two processes, started by its own accounts."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid5

from embedded_platform.errors import OperatorError
from importers.gateway_client import KEYS, Gateway, Json
from installation.first_start import SignIn

from demonstration.company import DECIDER, DOMAIN, REQUESTER, Login

TICKETS = (
    ("Drukarka w biurze planowania drukuje puste strony", "Od wczoraj, także po wymianie tonera.", "high"),
    ("Prośba o dostęp do folderu z planami zmian", "Potrzebny do odczytu, dla działu produkcji.", "normal"),
    ("Jak ustawić automatyczną odpowiedź na czas urlopu?", "", "low"),
)
SignIns = Mapping[Login, SignIn]


def open_tickets(url: str, client: Json, sign_ins: SignIns) -> None:
    """The requester opens three tickets, once."""
    gateway = _as(url, sign_ins[REQUESTER])
    for title, description, priority in TICKETS:
        ticket = {"title": title, "description": description, "priority": priority}
        _once(gateway, client, "/api/tickets", ticket, title)


def start_processes(url: str, client: Json, sign_ins: SignIns, today: date) -> None:
    """The decider starts an onboarding, and the requester the repair of a laptop."""
    deciding, requesting = _as(url, sign_ins[DECIDER]), _as(url, sign_ins[REQUESTER])
    started = {process["scenario"] for process in deciding.all("/api/processes")}
    if "onboarding" not in started:
        inputs = _newcomer(deciding, today)
        _once(deciding, client, "/api/processes", {"scenario": "onboarding", "inputs": inputs}, "onboarding")
    if "hardware_service" not in started:
        inputs = _broken_laptop(requesting)
        _once(requesting, client, "/api/processes", {"scenario": "hardware_service", "inputs": inputs}, "service")


def _newcomer(gateway: Gateway, today: date) -> Json:
    return {
        "first_name": "Hanna",
        "last_name": "Wieczorek",
        "personal_email": "hanna.wieczorek@poczta.example",
        "department": "Sprzedaż",
        "job_title": "Opiekunka klienta",
        "manager": _reference(gateway, "people", "email", f"ewa.kruk@{DOMAIN}"),
        "start_date": (today + timedelta(days=14)).isoformat(),
        "hardware": "laptop",
    }


def _broken_laptop(gateway: Gateway) -> Json:
    holder = _reference(gateway, "people", "email", REQUESTER.email)
    held = (one for one in gateway.all("/api/assets") if (one.get("holder") or {}).get("id") == holder["id"])
    asset = next(one for one in held if one["category"] == "laptop")
    return {
        "asset": {"id": asset["id"], "name": f"{asset['tag']} {asset['name']}"},
        "holder": holder,
        "category": "laptop",
        "problem": "Ekran gaśnie po kilku minutach pracy na baterii.",
    }


def _reference(gateway: Gateway, things: str, field: str, value: str) -> Json:
    found = next((thing for thing in gateway.all(f"/api/{things}") if thing.get(field) == value), None)
    if found is None:
        raise OperatorError(f"The demonstration misses {value} among its {things}.")
    return {"id": found["id"], "name": found["name"]}


def _as(url: str, sign_in: SignIn) -> Gateway:
    gateway = Gateway(url)
    gateway.sign_in(sign_in.email, sign_in.password)
    return gateway


def _once(gateway: Gateway, client: Json, path: str, body: Json, name: str) -> None:
    """The idempotency key is derived from the name, so the thing is created once, whatever the day."""
    answer = gateway.post(path, body, str(uuid5(KEYS, f"{UUID(str(client['id']))} {path} {name}")))
    if not answer.accepted and answer.code != "http.key_reused":
        raise OperatorError(f"The demonstration's {name} was refused ({answer.code}).")
