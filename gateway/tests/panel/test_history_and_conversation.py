"""What happened, as sentences; what was said, as a conversation."""

from collections.abc import Callable
from typing import Any

from chassis.texts import Texts
from gateway.json_object import Json
from gateway.panel.screens.history import conversation, history_entries
from gateway.panel.texts import texts_of
from gateway.panel.viewer import Viewer


def event(kind: str, version: int = 2, **more: Any) -> Json:
    return {
        "version": version, "type": kind, "at": "2026-03-12T08:00:00Z", "side": "provider", "by": "Tomek Technik",
        "audience": "all", "data": {}, **more,
    }  # fmt: skip


def sentence(happened: Json, texts: Texts, viewer: Viewer, **steps: str) -> str:
    return str(history_entries([happened], texts, viewer, steps)[0]["text"])


def test_events_are_sentences_with_their_facts(polish: Texts, anna: Viewer) -> None:
    assigned = event("tickets.ticket.assigned.v1", data={"assignee": {"id": "1", "name": "Ewa Lis"}})
    changed = event("tickets.ticket.priority_changed.v1", data={"priority": "high"})

    assert sentence(assigned, polish, anna) == "Prowadzi teraz: Ewa Lis."
    assert sentence(changed, polish, anna) == "Nowy priorytet: Wysoki."


def test_a_steps_event_names_the_step_by_its_title(polish: Texts, anna: Viewer) -> None:
    done = event("processes.process.step_done.v1", data={"step": "prepare"})

    assert sentence(done, polish, anna, prepare="Przygotowanie laptopa") == "Zakończono etap: Przygotowanie laptopa."


def test_an_event_nobody_has_words_for_is_still_shown(polish: Texts, anna: Viewer) -> None:
    assert sentence(event("tickets.ticket.levitated.v1"), polish, anna) == "Zapisano zmianę."


def test_the_newest_event_stands_first_and_the_system_has_no_name(polish: Texts, anna: Viewer) -> None:
    opened, closed = (
        event("tickets.ticket.opened.v1", 1),
        event("tickets.ticket.closed.v1", 2, side="system", by="system"),
    )
    found = history_entries([opened, closed], polish, anna)

    assert [entry["by"] for entry in found] == ["", "Tomek Technik"]


def test_the_conversation_begins_with_the_report(ticket: Callable[..., Json]) -> None:
    asked = event("tickets.ticket.client_asked.v1", data={"question": "Jaki kod?"})
    moved = event("tickets.ticket.work_started.v1")
    said = conversation(ticket(description="Nie drukuje."), [moved, asked])

    assert [(one["kind"], one["text"]) for one in said] == [("message", "Nie drukuje."), ("question", "Jaki kod?")]


def test_an_internal_note_is_told_from_a_message(ticket: Callable[..., Json]) -> None:
    note = event("tickets.ticket.internal_note_added.v1", audience="provider", data={"text": "Sterownik."})

    assert [one["kind"] for one in conversation(ticket(), [note])] == ["message", "internal"]


def remarks(happened: Json, texts: Texts, viewer: Viewer, **titles: str) -> list[tuple[str, str]]:
    return [(one["label"], one["text"]) for one in history_entries([happened], texts, viewer, titles)[0]["remarks"]]


def test_what_service_found_out_stands_under_the_sentence(polish: Texts, anna: Viewer) -> None:
    data = {"reason": "Nie ładuje się", "diagnosis": "Zwarcie na płycie", "vendor": "Serwis Plus"}
    sent = event("assets.asset.sent_to_service.v1", data=data)
    back = event(
        "assets.asset.returned_from_service.v1", data={"outcome": "", "cost": {"amount": 12050, "currency": "PLN"}}
    )

    assert sentence(sent, polish, anna) == "Oddano do serwisu."
    assert remarks(sent, polish, anna) == [
        ("Powód", "Nie ładuje się"), ("Diagnoza", "Zwarcie na płycie"), ("Serwis zewnętrzny", "Serwis Plus"),
    ]  # fmt: skip
    assert [label for label, _ in remarks(back, polish, anna)] == ["Koszt"]


def test_a_note_given_with_any_move_is_kept(anna: Viewer) -> None:
    found = event("assets.asset.sent.v1", data={"note": "Kurier, numer 17"})

    assert remarks(found, texts_of("en"), anna) == [("Note", "Kurier, numer 17")]
    assert remarks(found, texts_of("pl"), anna) == [("Uwagi", "Kurier, numer 17")]


def test_a_decision_says_what_was_chosen_and_why(polish: Texts, anna: Viewer) -> None:
    vote = {"verdict": "approved", "option": "repair", "reason": "Taniej", "by": {"id": "1", "name": "Anna Nowak"}}
    decision_line = event("processes.decision.approved.v1", data={"vote": vote})

    assert remarks(decision_line, polish, anna, repair="Naprawa") == [("Wybrano", "Naprawa"), ("Powód", "Taniej")]


def test_why_a_process_is_undone_or_a_step_left_out_is_told(polish: Texts, anna: Viewer) -> None:
    undone = event(
        "processes.process.compensation_started.v1",
        data={"ending": {"how": "cancelled", "reason": "Pomyłka"}},
    )
    left_out = event("processes.process.step_skipped.v1", data={"step": "a", "reason": "Bez monitora"})

    assert remarks(undone, polish, anna) == [("Powód", "Pomyłka")]
    assert remarks(left_out, polish, anna) == [("Powód", "Bez monitora")]


def test_codes_are_no_remarks_and_nothing_is_said_twice(polish: Texts, anna: Viewer) -> None:
    held = event("tickets.ticket.held.v1", data={"reason": "third_party", "note": "Czekamy na części"})
    rejected = event("tickets.ticket.rejected.v1", data={"reason": "Poza umową"})

    assert remarks(held, polish, anna) == [("Uwagi", "Czekamy na części")]
    assert (sentence(rejected, polish, anna), remarks(rejected, polish, anna)) == ("Odrzucono. Powód: Poza umową", [])
