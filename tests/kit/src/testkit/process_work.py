"""How people of a test get through a process: a decider who decides, a technician who does one task after the other."""

import asyncio
from collections.abc import Mapping
from typing import Any

from testkit.api_users import ApiUser, Json, Refused

FORM: Json = {
    "first_name": "Ewa",
    "last_name": "Kowalska",
    "department": "Sprzedaż",
    "job_title": "Handlowczyni",
    "start_date": "2027-03-01",
    "hardware": "laptop",
    "language": "pl",
    "personal_email": "ewa.kowalska@example.org",
}
"""A filled-in form of the onboarding."""


async def a_laptop_in_stock(keeper: ApiUser, tag: str, **more: Any) -> Json:
    """A laptop of a model that stores data, registered by somebody who may."""
    model = {"manufacturer": "Lenovo", "name": "ThinkPad T14", "category": "laptop", "stores_data": True, **more}
    made = await keeper.post("/models", model)
    return await keeper.post("/assets", {"tag": tag, "model_id": made["id"], **more})


async def decide(
    decider: ApiUser, process: Json, option: str | None, *, step: str | None = None, verdict: str = "approved"
) -> Json:
    """Takes the open decision of a process (the one of a step, if several follow each other)."""
    decision = await decider.one(
        "/decisions", lambda one: one["process_id"] == process["id"] and step in (None, one["step"]), open="true"
    )
    body = {"verdict": verdict, "option": option, "reason": "Tak postanowiliśmy."}
    return await decider.post(f"/decisions/{decision['id']}/decide", body)


async def work_until_over(
    technician: ApiUser, process: Json, findings: Mapping[str, Json] | None = None, *, until: str | None = None
) -> Json:
    """Does every task of the provider as it appears, until the process is over (or the step `until` has been reached)."""
    while True:
        found = await technician.until(
            f"/processes/{process['id']}", lambda now: _over(now, until) or bool(_ready(now))
        )
        if _over(found, until):
            return found
        await do_task(technician, found, _ready(found)[0], (findings or {}).get(_ready(found)[0]["key"]))


async def do_task(technician: ApiUser, process: Json, step: Json, findings: Json | None = None) -> None:
    """Takes the ticket of a step, writes down what it had to find out, and resolves it."""
    ticket = await technician.one("/tickets", lambda one: _is_of(one, step), open="true", linked_to=process["id"])
    await technician.post(f"/tickets/{ticket['id']}/work")
    if findings:
        await technician.post(f"/processes/{process['id']}/steps/{step['key']}/findings", {"outputs": findings})
    await technician.post(f"/tickets/{ticket['id']}/resolve", {"resolution": "Zrobione."})
    await technician.until(f"/processes/{process['id']}", lambda now: step_of(now, step["key"])["state"] == "done")


async def undo_until_over(technician: ApiUser, process: Json) -> Json:
    """Does what a cancelled process asks people to undo, until it is over. What it asked for before, it withdraws."""
    while True:
        found = await technician.until(f"/processes/{process['id']}")
        if found["ended_at"] is not None:
            return found
        page = await technician.get("/tickets", open="true", status="new,assigned", linked_to=process["id"])
        asked_before = {step["request_id"] for step in found["steps"]}
        for ticket in page["items"]:
            undoes = ticket["step"] is not None and ticket["step"]["request_id"] not in asked_before
            if undoes and found["phase"] == "compensating":
                await _undo(technician, ticket)
        await asyncio.sleep(0.2)


async def _undo(technician: ApiUser, ticket: Json) -> None:
    try:
        await technician.post(f"/tickets/{ticket['id']}/work")
        await technician.post(f"/tickets/{ticket['id']}/resolve", {"resolution": "Cofnięte."})
    except Refused as refused:
        # It was withdrawn a moment ago.
        if refused.code != "tickets.illegal_move":
            raise


def step_of(process: Json, key: str) -> Json:
    """A step of a process by its key."""
    step: Json = next(step for step in process["steps"] if step["key"] == key)
    return step


def _over(process: Json, until: str | None) -> bool:
    if process["ended_at"] is not None:
        return True
    return until is not None and step_of(process, until)["state"] in ("ready", "in_progress", "waiting", "done")


def _ready(process: Json) -> list[Json]:
    return [
        step
        for step in process["steps"]
        if step["kind"] == "task" and step["side"] == "provider" and step["state"] == "ready"
    ]


def _is_of(ticket: Json, step: Json) -> bool:
    return ticket["step"] is not None and ticket["step"]["request_id"] == step["request_id"]
