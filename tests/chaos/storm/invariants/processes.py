"""Every process of the business has ended, or waits for somebody who knows, with something that exists."""

from collections.abc import Iterator, Mapping
from typing import Any

from storm.evidence import Evidence, Line
from storm.invariants.verdict import Verdict, verdict

OVER = frozenset({"closed", "rejected", "cancelled"})
PEOPLE = frozenset({"client", "provider"})


def every_process_ended_or_waits_for_somebody(evidence: Evidence) -> Verdict:
    """By its last line: an end, or a next move of a side of people and an open task, decision, failure or timer."""
    last = evidence.last_lines()
    processes = [line for line in last.values() if line.source == "processes" and "steps" in (line.state or {})]
    running = [line for line in processes if line.type.split(".")[1] != "scenario"]
    return verdict("processes", len(running), (wrong for line in running for wrong in _wrong(line, last, evidence)))


def _wrong(line: Line, last: Mapping[str, Line], evidence: Evidence) -> Iterator[str]:
    state = line.state or {}
    if state.get("ended_at") is not None:
        return
    move = state.get("next_move")
    if not move:
        yield f"{line.subject} is {state['status']} and waits for nobody"
    elif move["side"] in PEOPLE:
        if not _something_is_open(line, state, last, evidence):
            yield f"{line.subject} waits for {move['side']} to {move['asks']}, and there is nothing to do it on"
    elif line.subject not in evidence.armed:
        yield f"{line.subject} waits for the system ({move['asks']}), and nothing will wake it"


def _something_is_open(line: Line, state: Mapping[str, Any], last: Mapping[str, Line], evidence: Evidence) -> bool:
    return (
        state["status"] == "draft"
        or line.subject in evidence.armed
        or line.subject in _with_open_tasks(last)
        or any(_is_open(step, last) for step in state["steps"])
    )


def _is_open(step: Mapping[str, Any], last: Mapping[str, Line]) -> bool:
    if step["kind"] == "decision":
        decision = last.get(str(step["request_id"]))
        return step["revising"] is not None or (decision is not None and bool((decision.state or {}).get("next_move")))
    return bool(step["state"] == "failed")


def _with_open_tasks(last: Mapping[str, Line]) -> set[str]:
    """The processes that have a ticket somebody still has to finish."""
    states = [line.state or {} for line in last.values() if line.source == "tickets"]
    return {state["step"]["process_id"] for state in states if state.get("step") and state["status"] not in OVER}
