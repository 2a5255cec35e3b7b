"""`POST /assets/{id}/<name>` and `POST /people/{id}/<name>`: the body each takes, and the decision it asks for.

Notes and conditions go the same way for all of them: see `commands/remarking.py`.
"""

from collections.abc import Callable
from typing import Any

import contracts.assets.commands as bodies

from assets.commands.move_asset import Decide
from assets.commands.move_person import Decide as DecidePerson
from assets.domain import moving
from assets.domain import person as people
from assets.domain.values import Money

MOVES: dict[str, tuple[type[Any], Callable[[Any], Decide]]] = {
    "order": (bodies.GiveNote, lambda _: moving.order),
    "receive": (bodies.ReceiveAsset, lambda b: lambda a, by, now: moving.receive(a, b.serial, b.tag, by, now)),
    "stock": (bodies.GiveNote, lambda _: moving.stock),
    "release": (bodies.GiveNote, lambda _: moving.release),
    "prepare": (bodies.GiveNote, lambda _: moving.prepare),
    "send": (bodies.SendAsset, lambda b: lambda a, by, now: moving.send(a, b.to, by, now)),
    "take-back": (bodies.TakeBackAsset, lambda b: lambda a, by, now: moving.take_back(a, b.to, "", by, now)),
    "return-loan": (bodies.TakeBackAsset, lambda b: lambda a, by, now: moving.return_loan(a, b.to, by, now)),
    "send-to-service": (
        bodies.SendToService,
        lambda b: lambda a, by, now: moving.send_to_service(a, b.stage, b.reason, b.vendor, b.diagnosis, by, now),
    ),
    "return-from-service": (
        bodies.ReturnFromService,
        lambda b: (
            lambda a, by, now: moving.return_from_service(
                a, b.to, b.outcome, Money(b.cost.amount, b.cost.currency) if b.cost else None, by, now
            )
        ),
    ),
    "retire": (bodies.RetireAsset, lambda b: lambda a, by, now: moving.retire(a, b.decision_id, b.reason, by, now)),
    "wipe": (bodies.RecordWipe, lambda b: lambda a, by, now: moving.wipe(a, b.evidence, by, now)),
    "end": (bodies.EndAsset, lambda b: lambda a, by, now: moving.end(a, b.how, b.note, b.decision_id, by, now)),
    "report-missing": (
        bodies.ReportMissing,
        lambda b: lambda a, by, now: moving.report_missing(a, b.how, b.note, by, now),
    ),
    "find": (bodies.GiveNote, lambda b: lambda a, by, now: moving.find(a, b.note, by, now)),
    "legal-hold": (bodies.SetLegalHold, lambda b: lambda a, by, now: moving.hold_legally(a, b.reason, by, now)),
}

PEOPLE_MOVES: dict[str, tuple[type[Any], Callable[[Any], DecidePerson]]] = {
    "activate": (bodies.GiveNote, lambda _: lambda p, _held, by, now: people.activate(p, by, now)),
    "withdraw": (bodies.GiveNote, lambda _: people.withdraw),
    "begin-leaving": (
        bodies.LeavePerson,
        lambda b: lambda p, _held, by, now: people.begin_leaving(p, b.last_day, by, now),
    ),
    "leave": (bodies.LeavePerson, lambda b: lambda p, held, by, now: people.leave(p, b.last_day, held, by, now)),
}
