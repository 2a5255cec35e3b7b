"""Previews a process before anybody starts it. Writes nothing."""

from datetime import datetime
from typing import Any

from chassis.database import Transaction
from contracts.processes.commands import PreviewProcess
from contracts.processes.state import Preview as PublicPreview

from processes.domain.preview import preview
from processes.domain.reading_values import ids_in, read_values
from processes.domain.simulation import Assumptions
from processes.public_states import texts
from processes.scenarios.loader import Catalogue
from processes.storage.model_prices import prices_of


async def preview_process(
    transaction: Transaction, body: PreviewProcess, catalogue: Catalogue, now: datetime
) -> PublicPreview:
    """Returns the preview of the scenario with the given form."""
    scenario = catalogue.get(body.scenario)
    inputs = read_values(scenario.inputs, body.inputs, await prices_of(transaction, ids_in(body.inputs)))
    found = preview(scenario, inputs, now, Assumptions(options=body.options))
    fields: dict[str, Any] = {
        "steps": [
            {
                "key": s.key,
                "title": texts(s.title),
                "side": s.side,
                "team": s.team,
                "starts_at": s.starts_at,
                "ends_at": s.ends_at,
                "due_at": s.due_at,
            }
            for s in found.steps
        ],
        "decisions": [
            {
                "step": d.step,
                "question": texts(d.question),
                "assumed": d.assumed,
                "options": [
                    {
                        "key": o.key,
                        "title": texts(o.title),
                        "days": o.days,
                        "cost": {"amount": o.cost.amount, "currency": o.cost.currency},
                    }
                    for o in d.options
                ],
            }
            for d in found.decisions
        ],
        "cost": {"amount": found.cost.amount, "currency": found.cost.currency},
        "ready_on": found.ready_on,
        "client_minutes": found.client_minutes,
        "provider_minutes": found.provider_minutes,
    }
    return PublicPreview.model_validate(fields)
