"""Evidence of a run that never was: small, healthy, and easy to damage. For the tests of the checker itself."""

from dataclasses import replace
from typing import Any

from storm.client_log import ClientLog, Given, Read
from storm.evidence import FOLLOWS, SERVICES, Delivery, Evidence, Line, Row, Told, Viewed
from storm.invariants.notices import mail_name

OURS, THEIRS = "client-a", "client-b"
TICKET, TASK, PROCESS, DECISION, ANNA = "ticket-1", "ticket-2", "process-1", "decision-1", "anna"
REQUEST = "event-request"


def healthy() -> Evidence:
    """A ticket with two comments, an onboarding that waits for its task, a decision that was told and mailed."""
    lines = [*_tickets(), *_processes(), _line("notifications", "notification-1", 1, "notification.created.v1", {})]
    evidence = Evidence(_log(), journals={name: [one for one in lines if one.source == name] for name in SERVICES})
    evidence.heads = {name: [len(journal)] for name, journal in evidence.journals.items()}
    evidence.marks = {(who, source): list(evidence.heads[source]) for who in FOLLOWS for source in FOLLOWS[who]}
    evidence.rows = {
        "tickets": [Row("ticket", TICKET, OURS, 3), Row("ticket", TASK, OURS, 1)],
        "processes": [
            Row("process", PROCESS, OURS, 2),
            Row("decision", DECISION, OURS, 1),
            Row("request", PROCESS, OURS),
        ],
    }
    evidence.things = [_seen(line) for line in evidence.last_lines().values()]
    evidence.timeline = [(line.subject, line.version, line.id, line.client) for line in lines]
    evidence.links = [(TASK, OURS)]
    evidence.counts = {(OURS, "process", "provider"): 1}
    evidence.parked = {name: [] for name in SERVICES}
    evidence.deciders = {OURS: [ANNA]}
    asked = evidence.journals["processes"][2].id
    evidence.told = [Told("notification-1", OURS, asked, ANNA, "decision.decide", DECISION)]
    evidence.deliveries = [
        Delivery("d1", OURS, asked, ANNA, "inbox", "sent"),
        Delivery("d2", OURS, asked, ANNA, "mail", "sent", 1),
    ]
    evidence.mails = [f"<{mail_name(evidence.deliveries[1])}@localhost>"]
    return _numbered(evidence)


def _tickets() -> list[Line]:
    state = {"title": "Drukarka", "status": "new", "step": None}
    step = {
        "step": {"process_id": PROCESS, "request_id": REQUEST, "step": "accounts"},
        "status": "new",
        "title": "Konta",
    }
    message = "ticket.message_added.v1"
    return [
        _line("tickets", TICKET, 1, "ticket.opened.v1", state, key=f"{ANNA}/k1"),
        _line("tickets", TICKET, 2, message, state, change={"text": "Wpis 1"}, key=f"{ANNA}/k2"),
        _line("tickets", TICKET, 3, message, state, change={"text": "Wpis 2"}),
        _line("tickets", TASK, 1, "ticket.opened.v1", step, cause=REQUEST),
    ]


def _processes() -> list[Line]:
    steps = [{"kind": "task", "state": "ready", "request_id": REQUEST, "revising": None}]
    move = {"side": "provider", "asks": "work"}
    state = {"status": "running", "ended_at": None, "next_move": move, "steps": steps}
    request = replace(_line("processes", PROCESS, 2, "task.requested.v1", state), id=REQUEST, addressee="tickets")
    return [
        _line("processes", PROCESS, 1, "process.started.v1", state),
        request,
        _line("processes", DECISION, 1, "decision.requested.v1", {"status": "requested", "next_move": None}),
    ]


def _log() -> ClientLog:
    def given(key: str, outcome: Any, version: int, marker: str) -> Given:
        return Given(key, ANNA, ANNA, OURS, "/tickets", {}, marker, outcome=outcome, thing=TICKET, version=version)

    commands = [given("k1", "ok", 1, "Drukarka"), given("k2", "ok", 2, "Wpis 1"), given("k3", "refused", 0, "Wpis 9")]
    reads = [
        Read("s", TICKET, 2, 2, ("Wpis 1",), OURS, OURS),
        Read("s", TICKET, 2, 3, ("Wpis 1", "Wpis 2"), OURS, OURS),
    ]
    return ClientLog(commands, reads)


def _line(source: str, subject: str, version: int, name: str, state: dict[str, Any], **more: Any) -> Line:
    kind = f"{source}.{name}"
    return Line(source, 0, 0, f"event-{subject}-{version}", kind, subject, version, OURS, state=state, **more)


def _numbered(evidence: Evidence) -> Evidence:
    for name, journal in evidence.journals.items():
        evidence.journals[name] = [replace(line, seq=seq) for seq, line in enumerate(journal, 1)]
    return evidence


def _seen(line: Line) -> Viewed:
    kind = "process" if line.addressee else line.type.split(".")[1]
    side = ((line.state or {}).get("next_move") or {}).get("side")
    return Viewed(line.subject, kind, line.client, line.version, line.state or {}, side)
