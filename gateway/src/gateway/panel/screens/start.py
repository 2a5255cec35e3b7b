"""The start page: what must I decide, what is happening, what is next and what it will cost. Pure."""

from typing import Any

from gateway.panel.naming import path_of, said, step_title
from gateway.panel.screens.decisions import decision_card
from gateway.panel.screens.moves import move_of
from gateway.panel.screens.processes import process_row
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_ON_ITS_PAGE = frozenset({"start", "revise", "mend", "settle"})
"""What a process asks that is neither a task nor a decision."""


def start_page(
    start: Shown, decisions: list[Shown], processes: list[Shown], viewer: Viewer, handovers: list[Shown] | None = None
) -> Shown:
    """The page, from the start data and the full states of what is open; `handovers` are those the viewer may accept."""
    mine = [brief_line(brief, viewer) for brief in start["moves"] if not _told_otherwise(brief)]
    mine += [handed_over(state, viewer) for state in handovers or []]
    return {
        "decisions": [decision_card(state, viewer) for state in decisions],
        "moves": [line for line in mine if line["move"] and line["move"]["whose"] != "other"],
        "running": [process_row(state, viewer) for state in processes],
        "recent": [brief_line(brief, viewer) for brief in start["recent"]],
        "coming": coming(processes, viewer),
        "cost": cost_of(processes, decisions),
        "counts": counts(start["counts"]),
    }


def _told_otherwise(brief: Shown) -> bool:
    """A process waits through its tasks and decisions, but for what is asked on its own page; hardware that awaits a
    decision waits through that one."""
    kind, asks = str(brief["kind"]), str(brief["next_move"]["asks"])
    return (kind == "process" and asks not in _ON_ITS_PAGE) or (kind, asks) == ("asset", "decide")


def brief_line(brief: Shown, viewer: Viewer) -> Shown:
    """A thing as a line: title, state, whose move."""
    return {
        **brief,
        "title": said(brief["title"], viewer),
        "path": path_of(brief["kind"], brief["id"]),
        "move": move_of(brief.get("next_move"), viewer),
        "client": viewer.clients.get(str(brief["client_id"]), ""),
    }


def handed_over(handover: Shown, viewer: Viewer) -> Shown:
    """A hand-over that waits for somebody to say that they have it, as a line: theirs, or one to accept for them."""
    move = {**handover["next_move"], "asks": "accept_handover"}
    named = {"title": handover.get("asset_name") or "", "label": handover["asset_tag"]}
    line = brief_line({**handover, **named, "kind": "handover", "next_move": move}, viewer)
    if line["move"]["whose"] == "other" and viewer.decides:
        who = str((handover.get("to_holder") or {}).get("name") or "")
        return {**line, "title": f"→ {who}", "move": {**line["move"], "whose": "team", "asks": "accept_handover_for"}}
    return line


def coming(processes: list[Shown], viewer: Viewer, most: int = 6) -> list[Shown]:
    """The next dated steps of everything that runs, soonest first."""
    found = [
        {
            "at": step["due_at"],
            "title": step_title(step, viewer),
            "side": step["side"],
            "about": said(process.get("about") or process["title"], viewer),
            "path": path_of("process", str(process["id"])),
        }
        for process in processes
        for step in process.get("steps", [])
        if step.get("due_at") and step["state"] in ("pending", "ready", "in_progress", "waiting")
    ]
    return sorted(found, key=lambda one: str(one["at"]))[:most]


def cost_of(processes: list[Shown], decisions: list[Shown]) -> list[Shown]:
    """What running processes cost as agreed so far, and at most what waits for a decision; one entry per currency."""
    agreed: dict[str, int] = {}
    asked: dict[str, int] = {}
    for process in processes:
        cost = process.get("cost") or {}
        if cost.get("amount"):
            agreed[cost["currency"]] = agreed.get(cost["currency"], 0) + cost["amount"]
    for decision in decisions:
        costs = [option["cost"] for option in decision.get("options", []) if (option.get("cost") or {}).get("amount")]
        if costs:
            dearest = max(costs, key=lambda cost: cost["amount"])
            asked[dearest["currency"]] = asked.get(dearest["currency"], 0) + dearest["amount"]
    return [
        {
            "agreed": {"amount": agreed.get(currency, 0), "currency": currency},
            "asked": {"amount": asked.get(currency, 0), "currency": currency},
        }
        for currency in sorted(agreed.keys() | asked.keys())
    ]


def counts(rows: list[Shown]) -> dict[str, dict[str, int]]:
    """Open things by kind and by the side whose move it is."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["kind"], {})[row["side"]] = int(row["items"])
    return found
