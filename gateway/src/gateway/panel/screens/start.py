"""The start page: decisions to take, what is happening, what comes next, and what it costs. Pure."""

from gateway.json_object import Json
from gateway.panel.screens.decisions import decision_card
from gateway.panel.screens.next_move import next_move_for
from gateway.panel.screens.processes import process_row
from gateway.panel.titles_and_paths import localised, path_of, step_title
from gateway.panel.viewer import Viewer

_ASKED_ON_ITS_PAGE = frozenset({"start", "revise", "mend", "settle"})
"""What is asked on a process's own page, being neither a task nor a decision."""


def start_page(
    start: Json, decisions: list[Json], processes: list[Json], viewer: Viewer, handovers: list[Json] | None = None
) -> Json:
    """Returns the variables of the page; `handovers` are those that the viewer may accept."""
    mine = [brief_line(brief, viewer) for brief in start["moves"] if not _listed_elsewhere(brief)]
    mine += [handover_brief(state, viewer) for state in handovers or []]
    return {
        "decisions": [decision_card(state, viewer) for state in decisions],
        "moves": [line for line in mine if line["move"] and line["move"]["party"] != "other"],
        "running": [process_row(state, viewer) for state in processes],
        "recent": [brief_line(brief, viewer) for brief in start["recent"]],
        "upcoming": upcoming_steps(processes, viewer),
        "cost": cost_totals(processes, decisions),
    }


def _listed_elsewhere(brief: Json) -> bool:
    """Tells whether the page lists a process's task or decision, or an asset's decision, instead of the thing itself."""
    kind, asks = str(brief["kind"]), str(brief["next_move"]["asks"])
    return (kind == "process" and asks not in _ASKED_ON_ITS_PAGE) or (kind, asks) == ("asset", "decide")


def brief_line(brief: Json, viewer: Viewer) -> Json:
    """Returns a thing as a line: its title, path and next move."""
    return {
        **brief,
        "title": localised(brief["title"], viewer),
        "path": path_of(brief["kind"], brief["id"]),
        "move": next_move_for(brief.get("next_move"), viewer),
        "client": viewer.clients.get(str(brief["client_id"]), ""),
    }


def handover_brief(handover: Json, viewer: Viewer) -> Json:
    """Returns a hand-over that awaits acceptance as a line, either by the viewer or for its recipient."""
    move = {**handover["next_move"], "asks": "accept_handover"}
    names = {"title": handover.get("asset_name") or "", "label": handover["asset_tag"]}
    line = brief_line({**handover, **names, "kind": "handover", "next_move": move}, viewer)
    if line["move"]["party"] == "other" and "accept" in (handover.get("allowed") or ()):
        recipient = str((handover.get("to_holder") or {}).get("name") or "")
        move = {**line["move"], "party": "team", "asks": "accept_handover_for"}
        return {**line, "title": f"→ {recipient}", "move": move}
    return line


def upcoming_steps(processes: list[Json], viewer: Viewer, limit: int = 6) -> list[Json]:
    """Returns the next dated steps of the running processes, soonest first."""
    steps = [
        {
            "at": step["due_at"],
            "title": step_title(step, viewer),
            "side": step["side"],
            "about": localised(process.get("about") or process["title"], viewer),
            "path": path_of("process", str(process["id"])),
        }
        for process in processes
        for step in process.get("steps", [])
        if step.get("due_at") and step["state"] in ("pending", "ready", "in_progress", "waiting")
    ]
    return sorted(steps, key=lambda step: str(step["at"]))[:limit]


def cost_totals(processes: list[Json], decisions: list[Json]) -> list[Json]:
    """Returns by currency what running processes cost as agreed, and the most that open decisions may add."""
    agreed: dict[str, int] = {}
    asked: dict[str, int] = {}
    for process in processes:
        cost = process.get("cost") or {}
        if cost.get("amount"):
            agreed[cost["currency"]] = agreed.get(cost["currency"], 0) + cost["amount"]
    for decision in decisions:
        costs = [option["cost"] for option in decision.get("options", []) if (option.get("cost") or {}).get("amount")]
        if costs:
            highest = max(costs, key=lambda cost: cost["amount"])
            asked[highest["currency"]] = asked.get(highest["currency"], 0) + highest["amount"]
    return [
        {
            "agreed": {"amount": agreed.get(currency, 0), "currency": currency},
            "asked": {"amount": asked.get(currency, 0), "currency": currency},
        }
        for currency in sorted(agreed.keys() | asked.keys())
    ]
