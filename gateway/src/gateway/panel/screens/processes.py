"""The page of a process with its progress and steps, its row in a list, and the preview of a new one. Pure."""

from chassis.texts import Texts

from gateway.json_object import Json
from gateway.panel.screens.history import history_entries
from gateway.panel.screens.links import links_by_kind, live_ids
from gateway.panel.screens.next_move import next_move_for
from gateway.panel.state_styles import style_of
from gateway.panel.titles_and_paths import localised, step_title
from gateway.panel.viewer import Viewer

_CURRENT_STATES = frozenset({"ready", "in_progress", "waiting", "failed"})


def process_page(process: Json, tasks: list[Json], decisions: list[Json], texts: Texts, viewer: Viewer) -> Json:
    """Returns the variables of a process's page, from its state and the states of its tasks and decisions."""
    paths = step_paths(tasks, decisions)
    lines = [step_line(step, paths, viewer) for step in process["steps"] if step["state"] != "skipped"]
    repairs = [(line, _repair_commands(process, line["key"])) for line in lines]
    move = next_move_for(process.get("next_move"), viewer)
    return {
        "process": process,
        "title": localised(process["title"], viewer),
        "about": localised(process.get("about"), viewer),
        "move": move,
        "move_path": paths.get(str(move["step"])) if move else None,
        "progress": progress(process),
        "steps": lines,
        "repairs": [{"step": line, "commands": commands} for line, commands in repairs if commands],
        "skipped": [step_title(step, viewer) for step in process["steps"] if step["state"] == "skipped"],
        "can_cancel": "cancel" in (process.get("allowed") or ()),
        "groups": links_by_kind(process["links"]),
        "entries": history_entries(process["history"], texts, viewer, step_titles(process, viewer)),
        "live": live_ids(process["id"], process["links"]),
    }


def progress(state: Json) -> Json:
    """Returns how many of the steps are over, and the tone of each; skipped and unneeded steps do not count."""
    steps = [step for step in state["steps"] if step["state"] != "skipped" and step.get("expected", True)]
    return {
        "done": state["progress"]["done"],
        "all": state["progress"]["total"],
        "tones": [style_of("step", step["state"]).tone for step in steps],
        "ready_at": state.get("ready_on"),
    }


def step_paths(tasks: list[Json], decisions: list[Json]) -> dict[str, str]:
    """Returns the path to the work of each step: its task, or its latest decision."""
    paths = {task["step"]["step"]: f"/tickets/{task['id']}" for task in reversed(tasks) if task.get("step")}
    for decision in reversed(decisions):
        paths[decision["step"]] = f"/decisions/{decision['id']}"
    return paths


def step_titles(state: Json, viewer: Viewer) -> dict[str, str]:
    """Returns the steps' titles by key, for the history."""
    return {step["key"]: step_title(step, viewer) for step in state["steps"]}


def step_line(step: Json, paths: dict[str, str], viewer: Viewer) -> Json:
    """Returns a step as a line: its state, who acts, by when, and the path to its work."""
    # A step that was done and is being undone by people awaits somebody too.
    current = step["state"] in _CURRENT_STATES or bool(step.get("next_move"))
    style = style_of("step", step["state"])
    cost = step.get("cost") or {}
    return {
        "key": step["key"],
        "title": step_title(step, viewer),
        "state": step["state"],
        "tone": style.tone,
        "icon": style.icon,
        "side": step["side"],
        "current": current,
        "undoing": current and step["state"] not in _CURRENT_STATES,
        "move": next_move_for(step.get("next_move"), viewer),
        "due_at": step.get("due_at"),
        "ended_at": step.get("ended_at"),
        "cost": cost if cost.get("amount") else None,
        "failure": step.get("failure"),
        "overdue": bool(step.get("overdue")),
        "optional": bool(step.get("optional")),
        "uncertain": step["state"] == "pending" and not step.get("expected", True),
        "revising": step.get("revising"),
        "link": paths.get(step["key"]),
    }


def _repair_commands(process: Json, step: str) -> list[str]:
    """Returns the commands with which the viewer can help a step that is stuck."""
    return [name for name in ("settle", "retry", "skip") if f"steps/{step}/{name}" in (process.get("allowed") or ())]


def process_row(state: Json, viewer: Viewer) -> Json:
    """Returns a process as a row of a list."""
    return {
        "process": state,
        "title": localised(state["title"], viewer),
        "about": localised(state.get("about"), viewer),
        "client": viewer.clients.get(str(state["client_id"]), ""),
        "move": next_move_for(state.get("next_move"), viewer),
        "progress": progress(state),
    }


def preview_page(preview: Json, viewer: Viewer) -> Json:
    """Returns the variables of a preview: the figures, the decisions, and the steps by date."""
    steps = sorted(preview.get("steps", []), key=lambda step: (step.get("starts_at") or "", step.get("ends_at") or ""))
    return {
        "preview": preview,
        "hours": round(preview.get("client_minutes", 0) / 60, 1),
        "decisions": [
            {**decision, "question": localised(decision["question"], viewer)}
            for decision in preview.get("decisions", [])
        ],
        "plan": [{**step, "title": step_title(step, viewer)} for step in steps],
    }
