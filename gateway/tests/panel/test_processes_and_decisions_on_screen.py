"""A process at a glance, its steps, its decisions, and the start page they meet on."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.texts import Texts
from contracts.processes.state import Decision, Process
from gateway.json_object import Json
from gateway.panel.screens.decisions import decision_card
from gateway.panel.screens.findings import finding_fields, findings_from_form
from gateway.panel.screens.process_forms import (
    body_of_form,
    find_scenario,
    forms_for,
    newest_versions,
    resubmitted_values,
    with_named_options,
)
from gateway.panel.screens.process_inputs import input_lines
from gateway.panel.screens.processes import process_page, process_row
from gateway.panel.screens.start import start_page
from gateway.panel.viewer import Viewer
from gateway.view.allowed_moves import allowed_moves
from starlette.datastructures import ImmutableMultiDict

BOTH = {"pl": "po polsku", "en": "in English"}
NOBODY = "00000000-0000-7000-8000-000000000001"
PLN = {"amount": 520000, "currency": "PLN"}


def step(key: str, state: str, **more: Any) -> Json:
    return {
        "key": key,
        "title": {"pl": f"Etap {key}", "en": f"Step {key}"},
        "kind": "task",
        "side": "provider",
        "state": state,
        **more,
    }


def process(*steps: Json, **more: Any) -> Json:
    given = {
        "id": NOBODY, "client_id": NOBODY, "version": 5, "scenario": "onboarding", "scenario_version": 1,
        "title": BOTH, "about": BOTH, "language": "pl", "status": "running",
        "steps": list(steps), "progress": {"done": 1, "total": len(steps)}, "cost": PLN,
        "opened_at": "2026-03-10T08:00:00Z", "ready_on": "2026-03-12",
    }  # fmt: skip
    state = Process.model_validate({**given, **more}).model_dump(mode="json")
    return {**state, "history": [], "links": []}


def decision(**more: Any) -> Json:
    options = [
        {"key": "laptop", "title": BOTH, "cost": PLN, "days": 5},
        {"key": "none", "title": BOTH, "cost": {**PLN, "amount": 0}},
    ]
    given = {
        "id": NOBODY, "client_id": NOBODY, "version": 2, "process_id": NOBODY, "step": "approve",
        "about": BOTH, "question": BOTH, "options": options, "status": "requested", "requested_at": "2026-03-10T08:00:00Z",
        "next_move": {"side": "client", "asks": "decide", "role": "decider", "since": "2026-03-10T08:00:00Z"},
    }  # fmt: skip
    return Decision.model_validate({**given, **more}).model_dump(mode="json")


def seen_by(viewer: Viewer, state: Json, moves: dict[str, list[str]], **relations: list[str]) -> Json:
    """The state as the gateway answers the viewer, of a thing whose owner publishes these moves."""
    actor = Actor(viewer.side, viewer.name, UUID(viewer.id), viewer.roles)
    return state | allowed_moves({"moves": moves, "missing": {}, "relations": relations}, actor)


def test_a_process_shows_how_far_it_is(anna: Viewer) -> None:
    row = process_row(process(step("a", "done"), step("b", "in_progress"), step("c", "skipped")), anna)

    assert (row["title"], row["progress"]["done"], row["progress"]["tones"]) == ("po polsku", 1, ["done", "active"])


def test_a_step_that_will_not_be_needed_is_no_part_of_how_far_it_is(anna: Viewer, polish: Texts) -> None:
    running = process(step("a", "done"), step("b", "pending"), step("order", "pending", expected=False))
    page = process_page(running, [], [], polish, anna)

    assert page["progress"]["tones"] == ["done", "quiet"]
    assert [line["uncertain"] for line in page["steps"]] == [False, False, True]


def test_what_was_done_and_is_being_undone_says_whose_move_it_is(anna: Viewer, polish: Texts) -> None:
    move = {"side": "client", "asks": "work", "since": "2026-03-10T08:00:00Z"}
    found = process_page(process(step("a", "done", next_move=move), step("b", "done")), [], [], polish, anna)

    assert [(line["current"], line["undoing"], line["move"] is not None) for line in found["steps"]] == [
        (True, True, True),
        (False, False, False),
    ]


def test_the_move_of_a_process_leads_to_where_it_is_made(anna: Viewer, polish: Texts) -> None:
    move = {"side": "provider", "asks": "work", "since": "2026-03-10T08:00:00Z", "step": "a"}
    task = {"id": "T", "step": {"step": "a"}}

    assert (
        process_page(process(step("a", "ready"), next_move=move), [task], [], polish, anna)["move_path"] == "/tickets/T"
    )


def test_a_step_leads_to_its_task_and_a_decision_to_itself(anna: Viewer, polish: Texts) -> None:
    tasks = [{"id": "t1", "step": {"step": "prepare"}}]
    page = process_page(process(step("approve", "done"), step("prepare", "ready")), tasks, [decision()], polish, anna)

    assert [line["link"] for line in page["steps"]] == [f"/decisions/{NOBODY}", "/tickets/t1"]


def test_only_deciders_and_who_started_may_cancel(anna: Viewer, jan: Viewer, tomek: Viewer, polish: Texts) -> None:
    running = process(started_by={"id": jan.id, "name": jan.name}, progress={"done": 0, "total": 0})
    moves = {"cancel": ["client@starter", "client:decider"]}
    seen = [(seen_by(viewer, running, moves, starter=[jan.id]), viewer) for viewer in (anna, jan, tomek)]
    offered = [process_page(state, [], [], polish, viewer)["can_cancel"] for state, viewer in seen]

    assert offered == [True, True, False]


def test_a_failed_step_can_be_left_out_by_the_client(anna: Viewer, jan: Viewer, polish: Texts) -> None:
    stuck = process(step("order", "failed", failure={"code": "assets.none_available"}))
    moves = {"steps/order/retry": ["provider:coordinator"], "steps/order/skip": ["client:decider"]}
    seen = [(seen_by(viewer, stuck, moves), viewer) for viewer in (anna, jan)]
    ways = [process_page(state, [], [], polish, viewer)["repairs"] for state, viewer in seen]

    assert [[repair["commands"] for repair in found] for found in ways] == [[["skip"]], []]


def test_nothing_is_mended_in_a_process_that_is_over(anna: Viewer, polish: Texts) -> None:
    failed = step("order", "failed", failure={"code": "assets.none_available"})
    ending = {"how": "cancelled", "reason": "Kandydatka zrezygnowała"}
    over = [process(failed, ended_at="2026-03-12T09:00:00Z"), process(failed, ending=ending)]

    assert [process_page(seen_by(anna, one, {}), [], [], polish, anna)["repairs"] for one in over] == [[], []]


def test_what_was_asked_for_stands_there_in_words(anna: Viewer, tomek: Viewer) -> None:
    choice = {"key": "hardware", "type": "choice", "label": BOTH, "choices": [{"key": "laptop", "label": BOTH}]}
    fields = [
        choice,
        *({"key": kind, "type": kind, "label": BOTH} for kind in ("boolean", "date", "money", "person", "text")),
        {"key": "left_out", "type": "text", "label": BOTH},
    ]
    inputs = {
        "hardware": "laptop", "boolean": False, "date": "2026-05-04", "money": {"amount": 50_000, "currency": "PLN"},
        "person": {"id": "p1", "name": "Ewa Lis"}, "text": "<b>", "left_out": "",
    }  # fmt: skip

    lines = input_lines({"inputs": fields}, inputs, anna)

    assert [line["text"].replace("\xa0", " ") for line in lines] == [
        BOTH["pl"], "nie", "4 maja", "500 zł", "Ewa Lis", "<b>",
    ]  # fmt: skip
    assert [line["path"] for line in lines if line["path"]] == ["/people/p1"]
    assert input_lines({"inputs": fields}, inputs, tomek)[1]["text"] == "no"
    assert input_lines(None, inputs, anna) == []


@pytest.mark.parametrize(("asks", "shown"), [("mend", 1), ("revise", 1), ("settle", 1), ("work", 0), ("decide", 0)])
def test_what_is_asked_on_the_page_of_a_process_stands_on_the_start_page(tomek: Viewer, asks: str, shown: int) -> None:
    move = {"side": "provider", "asks": asks, "since": "2026-03-12T09:00:00Z"}
    brief = {
        "id": "p1", "kind": "process", "client_id": "c1", "title": "Onboarding", "label": "", "status": "running",
        "next_move": move,
    }  # fmt: skip

    page = start_page({"moves": [brief], "recent": [], "counts": []}, [], [], tomek)

    assert len(page["moves"]) == shown


def test_findings_are_asked_of_the_side_that_works(anna: Viewer, tomek: Viewer) -> None:
    quote = {"key": "quote", "type": "money", "label": BOTH}
    scenario = {"inputs": [], "steps": [{"key": "diagnose", "outputs": [quote]}]}
    running = process(step("diagnose", "in_progress"))
    moves = {"steps/diagnose/findings": ["provider"]}
    seen = [(seen_by(viewer, running, moves), viewer) for viewer in (tomek, anna)]
    asked = [finding_fields(state, scenario, "diagnose", viewer, {}, {}) for state, viewer in seen]

    assert [[field["name"] for field in fields] for fields in asked] == [["out.quote"], []]


def test_what_a_closed_task_did_not_say_is_asked_for_on_the_page_of_its_process(anna: Viewer, tomek: Viewer) -> None:
    quote = {"key": "quote", "type": "money", "label": BOTH}
    scenario = {"inputs": [], "steps": [{"key": "diagnose", "outputs": [quote]}], "currency": "PLN"}
    failed = step("diagnose", "failed") | {"failure": {"code": "processes.findings_missing", "facts": {}}}

    moves = {"steps/diagnose/findings": ["provider"]}
    seen = [(seen_by(viewer, process(failed), moves), viewer) for viewer in (tomek, anna)]
    found = [forms_for(state, scenario, viewer, {}, {}, {}) for state, viewer in seen]

    assert [[(form["name"], form["step"]) for form in forms] for forms in found] == [[("findings", "diagnose")], []]
    body = body_of_form("findings", process(failed), scenario, "diagnose", ImmutableMultiDict({"out.quote": "450"}), {})
    assert body == {"outputs": {"quote": {"amount": 45000, "currency": "PLN"}}, "complete": True}


def test_who_is_asked_for_another_quote_can_name_it_and_change_what_nobody_has_gone_by(
    anna: Viewer, tomek: Viewer
) -> None:
    quote = {"key": "quote", "type": "money", "label": BOTH}
    inputs = [{"key": key, "type": "text", "label": BOTH} for key in ("asset", "kind", "note")]
    scenario = {"inputs": inputs, "steps": [{"key": "diagnose", "outputs": [quote]}], "currency": "PLN"}
    done = step("diagnose", "done") | {"outputs": {"quote": {"amount": 80_000, "currency": "PLN"}}}
    move = {"side": "provider", "asks": "revise", "since": "2026-03-10T08:00:00Z"}
    asked = step("choose", "waiting") | {"depends_on": ["diagnose"], "revising": "Za drogo", "next_move": move}
    sent_back = process(done, asked, editable_fields=["kind", "note"], inputs={"kind": "laptop", "note": "x"})

    piotr = replace(tomek, roles=frozenset({"coordinator"}))
    moves = {"steps/choose/revise": ["provider:coordinator"]}
    (form,) = forms_for(seen_by(piotr, sent_back, moves), scenario, piotr, {}, {}, {})

    assert [(one["name"], one["value"]) for one in form["fields"]] == [
        ("new.kind", "laptop"), ("new.note", "x"), ("out.diagnose.quote", "800"),
    ]  # fmt: skip
    assert form["reason"] == "Za drogo"
    others = [(seen_by(viewer, sent_back, moves), viewer) for viewer in (anna, tomek)]
    assert [forms_for(state, scenario, viewer, {}, {}, {}) for state, viewer in others] == [[], []]
    posted = ImmutableMultiDict({"new.kind": "phone", "new.note": "", "out.diagnose.quote": "300"})
    assert body_of_form("revise", sent_back, scenario, "choose", posted, {}) == {
        "inputs": {"kind": "phone", "note": None},
        "findings": {"diagnose": {"quote": {"amount": 30_000, "currency": "PLN"}}},
    }
    cleared = ImmutableMultiDict({"new.kind": "phone", "out.diagnose.quote": ""})
    body = body_of_form("revise", sent_back, scenario, "choose", cleared, {})
    assert body["findings"] == {"diagnose": {"quote": None}}


def test_a_form_that_is_put_right_asks_only_for_what_can_be_changed(anna: Viewer) -> None:
    shown_if = {"fact": "inputs.kind", "equals": "laptop"}
    inputs = [
        {"key": "kind", "type": "text", "label": BOTH},
        {"key": "note", "type": "text", "label": BOTH, "shown_if": shown_if},
    ]
    failed = step("register", "failed") | {"failure": {"code": "assets.person_already_known", "facts": {}}}
    put_right = process(failed, editable_fields=["note"], inputs={"kind": "laptop", "note": "x"})
    blocked = seen_by(anna, put_right, {"correct": ["client:decider"]})

    (form,) = forms_for(blocked, {"inputs": inputs, "steps": []}, anna, {}, {}, {})

    assert [(one["name"], one["shown_if"]) for one in form["fields"]] == [("fix.note", None)]
    hidden = {**blocked, "inputs": {"kind": "none", "note": "x"}}
    assert forms_for(hidden, {"inputs": inputs, "steps": []}, anna, {}, {}, {}) == []
    posted = ImmutableMultiDict({"fix.note": "y", "reason": "bo tak"})
    body = body_of_form("correct", blocked, {"inputs": inputs, "steps": []}, "correct", posted, {})
    assert body == {"inputs": {"note": "y"}, "reason": "bo tak"}


def test_what_was_unticked_stays_unticked_when_the_form_comes_back(anna: Viewer) -> None:
    choices = [{"key": key, "label": BOTH} for key in ("a", "b")]
    inputs = [
        {"key": "at_once", "type": "boolean", "required": False, "label": BOTH},
        {"key": "more", "type": "choices", "required": False, "label": BOTH, "choices": choices},
        {"key": "extra", "type": "choices", "required": False, "label": BOTH, "choices": choices},
    ]
    scenario = {"inputs": inputs, "steps": []}
    draft = process(
        status="draft", inputs={"at_once": True, "more": ["a", "b"]}, editable_fields=["at_once", "more", "extra"]
    )
    draft = seen_by(anna, draft, {"form": ["client"]})
    posted = ImmutableMultiDict([("in.extra", "a"), ("in.extra", "b"), ("in.cost", "abc")])

    typed = resubmitted_values("form", draft, scenario, "draft", posted)
    (form,) = forms_for(draft, scenario, anna, {}, typed, {})

    assert [one["selected"] for one in form["fields"]] == [[""], [], ["a", "b"]]


def test_who_is_named_already_stays_named_also_when_they_have_left(anna: Viewer) -> None:
    scenario = {"inputs": [{"key": "manager", "type": "person", "label": BOTH}], "steps": []}
    draft = process(status="draft", inputs={"manager": {"id": NOBODY, "name": "Ewa Lis"}}, editable_fields=["manager"])
    draft = seen_by(anna, draft, {"form": ["client"]})

    options = with_named_options({"person": []}, draft, scenario)
    (form,) = forms_for(draft, scenario, anna, options, {}, {})

    assert form["fields"][0]["options"] == [(NOBODY, "Ewa Lis")]
    posted = ImmutableMultiDict({"in.manager": NOBODY})
    assert body_of_form("form", draft, scenario, "draft", posted, options)["inputs"] == draft["inputs"]


def test_what_was_only_estimated_is_not_offered_as_found_out(tomek: Viewer) -> None:
    days = {"key": "days", "type": "number", "label": BOTH, "default": 5}
    fixed = {"key": "fixed", "type": "boolean", "label": BOTH, "default": True}
    note = {"key": "note", "type": "text", "label": BOTH, "required": False}
    scenario = {"inputs": [], "steps": [{"key": "diagnose", "outputs": [days, fixed, note]}]}
    running = process(step("diagnose", "in_progress"))
    running = seen_by(tomek, running, {"steps/diagnose/findings": ["provider"]})

    fields = finding_fields(running, scenario, "diagnose", tomek, {}, {})

    assert [(one["value"], one["selected"], one["control"]) for one in fields] == [
        ("", [], "text"), ("", [], "choices"), ("", [], "text"),
    ]  # fmt: skip
    posted = ImmutableMultiDict({"out.days": "2", "out.fixed": "false"})
    assert findings_from_form(running, scenario, "diagnose", posted) == {"days": 2, "fixed": False}


def test_a_process_keeps_the_version_of_its_scenario() -> None:
    first, second = {"key": "onboarding", "version": 1}, {"key": "onboarding", "version": 1, "scenario_version": 2}

    assert find_scenario(process(), [second, first]) == first
    assert newest_versions([second, first]) == [second]


def test_a_decision_shows_each_options_cost_and_days(anna: Viewer) -> None:
    options = decision_card(decision(), anna)["options"]

    assert [(option["cost"], option["free"], option["days"]) for option in options] == [
        (PLN, False, 5),
        (None, True, None),
    ]


def test_only_a_decider_can_decide(anna: Viewer, jan: Viewer, tomek: Viewer) -> None:
    seen = [(seen_by(viewer, decision(), {"decide": ["client:decider"]}), viewer) for viewer in (anna, jan, tomek)]
    cards = [decision_card(state, viewer) for state, viewer in seen]

    assert [(card["can_decide"], card["only_others_decide"]) for card in cards] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_decided_question_shows_what_was_chosen(anna: Viewer) -> None:
    card = decision_card(decision(status="approved", option="laptop", next_move=None), anna)

    assert [option["chosen"] for option in card["options"]] == [True, False]
    assert not card["open"]


def test_the_start_page_adds_up_what_is_agreed_and_what_is_asked(anna: Viewer) -> None:
    nothing: Json = {"moves": [], "recent": [], "counts": []}
    page = start_page(nothing, [decision()], [process(), process()], anna)

    assert page["cost"] == [{"agreed": {"amount": 1040000, "currency": "PLN"}, "asked": PLN}]


def test_the_start_page_says_what_comes_next_by_date(anna: Viewer) -> None:
    later, sooner = (
        step("b", "pending", due_at="2026-03-20T08:00:00Z"),
        step("a", "ready", due_at="2026-03-13T08:00:00Z"),
    )
    page = start_page({"moves": [], "recent": [], "counts": []}, [], [process(later, sooner)], anna)

    assert [one["title"] for one in page["upcoming"]] == ["Etap a", "Etap b"]


def test_moves_of_others_are_not_shown_as_ones_own(anna: Viewer, jan: Viewer) -> None:
    asked = {
        "side": "client",
        "asks": "answer",
        "account": {"id": jan.id, "name": jan.name},
        "since": "2026-03-10T08:00:00Z",
    }
    brief = {"id": NOBODY, "kind": "ticket", "client_id": NOBODY, "title": "Drukarka", "next_move": asked}
    start = {"moves": [brief], "recent": [], "counts": []}

    assert [len(start_page(start, [], [], viewer)["moves"]) for viewer in (anna, jan)] == [0, 1]


def test_nothing_waits_twice_on_the_start_page(anna: Viewer) -> None:
    asked = {"side": "client", "asks": "decide", "since": "2026-03-10T08:00:00Z"}
    brief = {"id": NOBODY, "client_id": NOBODY, "title": "Laptop", "next_move": asked}
    moves = [{**brief, "kind": "asset"}, {**brief, "kind": "process"}]

    assert start_page({"moves": moves, "recent": [], "counts": []}, [decision()], [], anna)["moves"] == []


def test_a_draft_shows_its_form_as_far_as_it_is_filled_in(anna: Viewer, tomek: Viewer) -> None:
    scenario = {"inputs": [{"key": "subject", "type": "text", "label": BOTH}], "steps": []}
    prepared = process(status="draft", inputs={"subject": "Figma"}, editable_fields=["subject"])
    seen = [(seen_by(viewer, prepared, {"form": ["client", "provider"]}), viewer) for viewer in (anna, tomek)]
    forms = [forms_for(state, scenario, viewer, {}, {}, {}) for state, viewer in seen]

    assert [[(form["name"], form["fields"][0]["value"]) for form in found] for found in forms] == [
        [("form", "Figma")]
    ] * 2
    assert forms[0][0]["fields"][0]["name"] == "in.subject"


def given(to: Json, **more: Any) -> Json:
    """A hand-over record that waits for its person."""
    move = {"side": "client", "asks": "accept", "since": "2026-03-10T08:00:00Z", "person": to}
    return {
        "id": NOBODY, "client_id": NOBODY, "version": 1, "asset_id": NOBODY, "asset_tag": "NB-1", "kind": "handover",
        "to_holder": {"kind": "person", **to}, "next_move": move, "at": "2026-03-10T08:00:00Z", **more,
    }  # fmt: skip


def test_a_hand_over_waits_on_the_start_page_of_whom_it_was_given_and_of_who_decides(anna: Viewer, jan: Viewer) -> None:
    start: Json = {"moves": [], "recent": [], "counts": []}
    ewa = {"id": NOBODY, "name": "Ewa Lis"}
    named = replace(jan, person_id=NOBODY)
    records = [seen_by(viewer, given(ewa), {"accept": ["client:decider"]}) for viewer in (named, anna, jan)]
    shown = [
        start_page(start, [], [], viewer, [record])["moves"]
        for viewer, record in zip((named, anna, jan), records, strict=True)
    ]

    assert [[(line["move"]["party"], line["move"]["asks"]) for line in lines] for lines in shown] == [
        [("you", "accept_handover")],
        [("team", "accept_handover_for")],
        [],
    ]
    assert (shown[1][0]["label"], shown[1][0]["title"]) == ("NB-1", "→ Ewa Lis")


def test_a_draft_waits_on_the_start_page_and_what_runs_waits_through_its_tasks(anna: Viewer) -> None:
    def brief(asks: str) -> Json:
        move = {"side": "client", "asks": asks, "since": "2026-03-10T08:00:00Z"}
        return {"id": NOBODY, "client_id": NOBODY, "kind": "process", "title": "Prośba", "label": "", "next_move": move}

    start: Json = {"moves": [brief("start"), brief("decide")], "recent": [], "counts": []}

    assert [line["move"]["asks"] for line in start_page(start, [], [], anna)["moves"]] == ["start"]
