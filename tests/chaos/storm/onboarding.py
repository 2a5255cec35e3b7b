"""Drives one onboarding through the gateway until it has ended, as its decider and technician would."""

import asyncio
import time
from dataclasses import dataclass

from testkit.process_work import FORM

from storm.caller import Caller, Json
from storm.companies import Firm
from storm.mix import DrawnProcess

POLL_SECONDS = 0.7
WORKABLE = ("new", "assigned", "working")


@dataclass(slots=True)
class Onboarding:
    """One onboarding: what was drawn, for whom, and how far it may take."""

    drawn: DrawnProcess
    firm: Firm
    run: str
    until: float
    """Moment (monotonic) after which nobody drives it any more."""
    done: int = 0
    process: str = ""

    async def drive(self) -> str:
        """Returns the status it ended in, or `left` when time was over."""
        form = {**FORM, "first_name": f"Ewa {self.drawn.number}", "hardware": self.drawn.hardware}
        form["personal_email"] = f"ewa-{self.run}-{self.drawn.number}@example.org"
        body = {"scenario": "onboarding", "inputs": form}
        given = await self.firm.requester.give("/processes", body, self._key("start"))
        self.process = given.thing
        while given.outcome == "ok" and time.monotonic() < self.until:
            state = await self.firm.requester.get(f"/processes/{self.process}")
            if state is not None and state["ended_at"] is not None:
                return str(state["status"])
            if state is not None:
                await self._advance(state)
            await asyncio.sleep(POLL_SECONDS)
        return "left" if given.outcome == "ok" else given.outcome

    def _key(self, what: str) -> str:
        return f"{self.run}-process-{self.drawn.number}-{what}"

    async def _advance(self, state: Json) -> None:
        if self._to_be_cancelled(state):
            await self._cancel()
        for step in state["steps"]:
            if step["kind"] == "decision" and step["state"] == "waiting":
                await self._decide(step)
        if state["next_move"]["side"] == "provider":
            await self._work()

    def _to_be_cancelled(self, state: Json) -> bool:
        enough = self.done >= self.drawn.cancel_after and state["status"] == "running"
        return self.drawn.ending == "cancelled" and enough and state["ending"] is None

    async def _cancel(self) -> None:
        body = {"reason": "Kandydatka zrezygnowała."}
        await self.firm.decider.give(f"/processes/{self.process}/cancel", body, self._key("cancel"))

    async def _decide(self, step: Json) -> None:
        path = f"/decisions?open=true&linked_to={self.process}"
        for decision in await _items(self.firm.decider, path):
            if decision["id"] == step["request_id"]:
                rejected = self.drawn.ending == "rejected"
                body = {"verdict": "rejected" if rejected else "approved", "reason": "Tak postanowiliśmy."}
                body |= {} if rejected else {"option": decision["options"][0]["key"]}
                await self.firm.decider.give(f"/decisions/{decision['id']}/decide", body, self._key(decision["id"]))

    async def _work(self) -> None:
        """Does every task there is: of a step, or what undoes one."""
        for ticket in await _items(self.firm.technician, f"/tickets?open=true&linked_to={self.process}"):
            if ticket["status"] in WORKABLE and ticket["for_side"] == "provider":
                await self._finish(ticket)

    async def _finish(self, ticket: Json) -> None:
        technician, key = self.firm.technician, f"{ticket['id']}-{ticket['version']}"
        path, step = f"/tickets/{ticket['id']}", ticket["step"]["step"]
        if ticket["status"] != "working":
            await technician.give(f"{path}/work", {}, self._key(f"{key}-work"))
        if step == "accept_delivery":
            body = {"outputs": {"serial_number": f"SN-{self.run}-{self.drawn.number}"}}
            findings = f"/processes/{self.process}/steps/{step}/findings"
            await technician.give(findings, body, self._key(f"{key}-findings"))
        given = await technician.give(f"{path}/resolve", {"resolution": "Zrobione."}, self._key(f"{key}-resolve"))
        self.done += given.outcome == "ok"


async def _items(caller: Caller, path: str) -> list[Json]:
    found = await caller.get(path)
    return list(found["items"]) if found else []
