"""The pages of people and assets, and their rows in lists. Pure."""

from chassis.texts import Texts

from gateway.json_object import Json
from gateway.panel.screens.asset_actions import actions_for, primary_move, why_not_retired
from gateway.panel.screens.asset_fields import fields_for
from gateway.panel.screens.form_fields import Options
from gateway.panel.screens.history import history_entries
from gateway.panel.screens.links import links_by_kind, live_ids
from gateway.panel.screens.next_move import next_move_for
from gateway.panel.viewer import Viewer


def person_page(person: Json, texts: Texts, viewer: Viewer) -> Json:
    """Returns the variables of a person's page, from their state, history and links."""
    links = person["links"]
    held = [link for link in links if link["kind"] == "asset" and link["relation"] == "holder"]
    return {
        "person": person,
        "held": links_by_kind(held).get("asset", []),
        "reserved": links_by_kind([link for link in links if link["relation"] == "reserved_for"]).get("asset", []),
        **_common_variables(person, texts, viewer),
    }


def asset_page(asset: Json, texts: Texts, viewer: Viewer) -> Json:
    """Returns the variables of an asset's page, from its state, history and links."""
    holder_id = (asset.get("holder") or {}).get("id")
    holder_path = f"/people/{holder_id}" if holder_id else None
    return {"asset": asset, "holder_path": holder_path, **_common_variables(asset, texts, viewer)}


def _common_variables(thing: Json, texts: Texts, viewer: Viewer) -> Json:
    return {
        "tickets": links_by_kind(thing["links"]).get("ticket", []),
        "move": next_move_for(thing.get("next_move"), viewer),
        "entries": history_entries(thing["history"], texts, viewer),
        "live": live_ids(thing["id"], thing["links"]),
    }


def register_row(state: Json, viewer: Viewer) -> Json:
    """Returns a person or an asset as a row of a list."""
    return {
        "thing": state,
        "client": viewer.clients.get(str(state["client_id"]), ""),
        "move": next_move_for(state.get("next_move"), viewer),
    }


def action_forms(
    asset: Json,
    texts: Texts,
    options: Options,
    submitted_form: str | None,
    submitted: Json,
    field_errors: dict[str, str],
) -> list[Json]:
    """Returns the viewer's actions on an asset, as buttons with the fields of their forms."""
    actions = actions_for(asset, options.get("decision", []))
    on_hold = bool(asset.get("legal_hold"))
    return [
        {
            "move": action.move,
            "icon": action.icon,
            "style": action.style,
            "primary": action.move == primary_move(actions),
            "word": texts(f"act.asset.{action.move}{'.lift' if on_hold and action.move == 'legal_hold' else ''}"),
            "fields": fields_for(
                () if on_hold and action.move == "legal_hold" else action.fields, texts, options,
                *((submitted, field_errors) if action.move == submitted_form else ({}, {})), action.move,
            ),
        }
        for action in actions
    ]  # fmt: skip


def retirement_hint(asset: Json, viewer: Viewer, options: Options) -> Json | None:
    """Returns why an asset cannot be retired yet, and whether a process would bring the decision."""
    why = why_not_retired(asset, viewer, options.get("decision", []))
    return {"why": why, "process_helps": why in ("client_decides", "no_decision", "missing")} if why else None


def handover_line(state: Json, viewer: Viewer) -> Json:
    """Returns a hand-over as a line, with whether the viewer may accept it for themselves or for another."""
    move = next_move_for(state.get("next_move"), viewer)
    is_recipient = move is not None and move["party"] == "you"
    return {
        "record": state,
        "from": (state.get("from_holder") or {}).get("name"),
        "to": (state.get("to_holder") or {}).get("name"),
        "waits": move is not None,
        "can_accept": "accept" in (state.get("allowed") or ()),
        "for_another": not is_recipient,
    }
