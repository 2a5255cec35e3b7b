"""A process: how far it is, its steps, what it costs. And a preview of one. Pure."""

from typing import Any

from gateway.panel.naming import said, step_title
from gateway.panel.screens.history import entries
from gateway.panel.screens.linked import by_kind, live_ids
from gateway.panel.screens.moves import move_of
from gateway.panel.texts import Texts
from gateway.panel.viewer import Viewer
from gateway.panel.words import look

Shown = dict[str, Any]
_NOW = frozenset({"ready", "in_progress", "waiting", "failed"})


def process_page(one: Shown, tasks: list[Shown], decisions: list[Shown], texts: Texts, viewer: Viewer) -> Shown:
    """Everything the page of a process shows, from its state, its tasks' and its decisions' states."""
    groups = by_kind(one["links"])
    paths = paths_of_steps(tasks, decisions)
    lines = [step_line(step, paths, viewer) for step in one["steps"] if step["state"] != "skipped"]
    move = move_of(one.get("next_move"), viewer)
    return {
        "process": one,
        "title": said(one["title"], viewer),
        "about": said(one.get("about"), viewer),
        "move": move,
        "move_path": paths.get(str(move["step"])) if move else None,
        "progress": progress(one),
        "steps": lines,
        "mends": [{"step": line, "ways": ways} for line in lines if (ways := _ways_to_mend(one, line, viewer))],
        "skipped": [step_title(step, viewer) for step in one["steps"] if step["state"] == "skipped"],
        "can_cancel": _can_cancel(one, viewer),
        "groups": groups,
        "entries": entries(one["history"], texts, viewer, titles_of_steps(one, viewer)),
        "live": live_ids(one["id"], one["links"]),
    }


def progress(state: Shown) -> Shown:
    """How many steps of how many are over, and one mark per step; steps left out or not needed do not count."""
    steps = [step for step in state["steps"] if step["state"] != "skipped" and step.get("expected", True)]
    return {
        "done": state["progress"]["done"],
        "all": state["progress"]["total"],
        "marks": [look("step", step["state"]).tone for step in steps],
        "ready_at": state.get("ready_on"),
    }


def paths_of_steps(tasks: list[Shown], decisions: list[Shown]) -> dict[str, str]:
    """Where the work of each step can be opened: its task, or its latest decision."""
    paths = {task["step"]["step"]: f"/tickets/{task['id']}" for task in reversed(tasks) if task.get("step")}
    for decision in reversed(decisions):
        paths[decision["step"]] = f"/decisions/{decision['id']}"
    return paths


def titles_of_steps(state: Shown, viewer: Viewer) -> dict[str, str]:
    """The steps' titles by key, for the history."""
    return {step["key"]: step_title(step, viewer) for step in state["steps"]}


def step_line(step: Shown, paths: dict[str, str], viewer: Viewer) -> Shown:
    """A step as a line: its state, who acts, by when, and what can be opened from it."""
    # What was done and is being undone by people is somebody's move too.
    now = step["state"] in _NOW or bool(step.get("next_move"))
    seen = look("step", step["state"])
    cost = step.get("cost") or {}
    return {
        "key": step["key"],
        "title": step_title(step, viewer),
        "state": step["state"],
        "tone": seen.tone,
        "icon": seen.icon,
        "side": step["side"],
        "now": now,
        "undoing": now and step["state"] not in _NOW,
        "move": move_of(step.get("next_move"), viewer),
        "due_at": step.get("due_at"),
        "ended_at": step.get("ended_at"),
        "cost": cost if cost.get("amount") else None,
        "failure": step.get("failure"),
        "overdue": bool(step.get("overdue")),
        "optional": bool(step.get("optional")),
        "maybe": step["state"] == "pending" and not step.get("expected", True),
        "revising": step.get("revising"),
        "link": paths.get(step["key"]),
    }


def _ways_to_mend(one: Shown, line: Shown, viewer: Viewer) -> list[str]:
    """How the viewer can help a step that does not go on by itself; the owner judges each."""
    coordinates = viewer.provider and viewer.has("coordinator", "administrator")
    if (line["move"] or {}).get("asks") == "settle":
        return ["settle"] if coordinates else []
    if line["state"] != "failed" or one.get("ended_at") or one.get("ending"):
        return []
    skips = viewer.decides or (coordinates and line["optional"])
    return [*(["retry"] if coordinates else []), *(["skip"] if skips else [])]


def _can_cancel(state: Shown, viewer: Viewer) -> bool:
    if state.get("ended_at") or state.get("ending"):
        return False
    return viewer.decides or (state.get("started_by") or {}).get("id") == viewer.id


def process_row(state: Shown, viewer: Viewer) -> Shown:
    """A process as a line of a list."""
    return {
        "process": state,
        "title": said(state["title"], viewer),
        "about": said(state.get("about"), viewer),
        "client": viewer.clients.get(str(state["client_id"]), ""),
        "move": move_of(state.get("next_move"), viewer),
        "progress": progress(state),
    }


def preview_page(preview: Shown, viewer: Viewer) -> Shown:
    """What a start would bring: the figures, the questions, and the plan by date."""
    steps = sorted(preview.get("steps", []), key=lambda step: (step.get("starts_at") or "", step.get("ends_at") or ""))
    return {
        "preview": preview,
        "hours": round(preview.get("client_minutes", 0) / 60, 1),
        "decisions": [{**one, "question": said(one["question"], viewer)} for one in preview.get("decisions", [])],
        "plan": [{**step, "title": step_title(step, viewer)} for step in steps],
    }
