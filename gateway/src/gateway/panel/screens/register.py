"""People and hardware: lines of lists, and cards that link everything. Pure."""

from typing import Any

from gateway.panel.screens.asset_actions import actions_for, primary_of, why_not_retired
from gateway.panel.screens.asset_fields import fields_for
from gateway.panel.screens.forms import Options
from gateway.panel.screens.history import entries
from gateway.panel.screens.linked import by_kind, live_ids
from gateway.panel.screens.moves import move_of
from gateway.panel.texts import Texts
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]
_HELD = frozenset({"in_use", "in_service", "in_transit"})


def person_page(one: Shown, texts: Texts, viewer: Viewer) -> Shown:
    """The card of a person: what they hold, what runs about them, what they reported."""
    groups = by_kind(one["links"])
    held = [link for link in one["links"] if link["kind"] == "asset" and link["relation"] == "holder"]
    return {
        "person": one,
        "held": by_kind(held).get("asset", []),
        "kept": by_kind([link for link in one["links"] if link["relation"] == "reserved_for"]).get("asset", []),
        "tickets": groups.get("ticket", []),
        "move": move_of(one.get("next_move"), viewer),
        "entries": entries(one["history"], texts, viewer),
        "live": live_ids(one["id"], one["links"]),
    }


def asset_page(one: Shown, texts: Texts, viewer: Viewer) -> Shown:
    """The card of a piece of hardware: who has it, what it cost, everything that happened to it."""
    groups = by_kind(one["links"])
    return {
        "asset": one,
        "holder_path": f"/people/{one['holder']['id']}" if (one.get("holder") or {}).get("id") else None,
        "held": one["status"] in _HELD and bool(one.get("holder")),
        "tickets": groups.get("ticket", []),
        "move": move_of(one.get("next_move"), viewer),
        "entries": entries(one["history"], texts, viewer),
        "live": live_ids(one["id"], one["links"]),
    }


def row(state: Shown, viewer: Viewer) -> Shown:
    """A person or a piece of hardware as a line of a list."""
    return {
        "one": state,
        "client": viewer.clients.get(str(state["client_id"]), ""),
        "move": move_of(state.get("next_move"), viewer),
    }


def action_forms(
    asset: Shown,
    texts: Texts,
    viewer: Viewer,
    options: Options,
    typed_for: str | None,
    typed: Shown,
    wrong: dict[str, str],
) -> list[Shown]:
    """What the viewer can do with it, as buttons with the fields of their forms."""
    actions = actions_for(asset, viewer, options.get("decision", []))
    lifts = bool(asset.get("legal_hold"))
    return [
        {
            "move": action.move,
            "icon": action.icon,
            "style": action.style,
            "primary": action.move == primary_of(actions),
            "word": texts(f"act.asset.{action.move}{'.lift' if lifts and action.move == 'legal_hold' else ''}"),
            "fields": fields_for(
                () if lifts and action.move == "legal_hold" else action.fields, texts, options,
                *((typed, wrong) if action.move == typed_for else ({}, {})), action.move,
            ),
        }
        for action in actions
    ]  # fmt: skip


def retirement(asset: Shown, viewer: Viewer, options: Options) -> Shown | None:
    """What to do before it can be retired: why it cannot be yet, and whether a process would bring the decision."""
    why = why_not_retired(asset, viewer, options.get("decision", []))
    return {"why": why, "process_helps": why in ("client_decides", "no_decision", "missing")} if why else None


def handover_line(state: Shown, viewer: Viewer) -> Shown:
    """A hand-over record as a line, and whether the viewer may accept it: who got it, or who decides for the client."""
    move = move_of(state.get("next_move"), viewer)
    named = move is not None and move["whose"] == "you"
    return {
        "record": state,
        "from": (state.get("from_holder") or {}).get("name"),
        "to": (state.get("to_holder") or {}).get("name"),
        "waits": move is not None,
        "can_accept": move is not None and (named or viewer.decides),
        "for_another": not named,
    }
