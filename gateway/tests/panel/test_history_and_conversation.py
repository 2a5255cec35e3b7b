"""What happened, as sentences; what was said, as a conversation."""

from collections.abc import Callable
from typing import Any

from gateway.panel.screens.history import entries, talk
from gateway.panel.texts import Texts
from gateway.panel.viewer import Viewer

Shown = dict[str, Any]


def event(kind: str, version: int = 2, **more: Any) -> Shown:
    return {
        "version": version, "type": kind, "at": "2026-03-12T08:00:00Z", "side": "provider", "by": "Tomek Technik",
        "audience": "all", "data": {}, **more,
    }  # fmt: skip


def sentence(happened: Shown, texts: Texts, viewer: Viewer, **steps: str) -> str:
    return str(entries([happened], texts, viewer, steps)[0]["text"])


def test_events_are_sentences_with_their_facts(polish: Texts, anna: Viewer) -> None:
    assigned = event("tickets.ticket.assigned.v1", data={"assignee": {"id": "1", "name": "Ewa Lis"}})
    changed = event("tickets.ticket.priority_changed.v1", data={"priority": "high"})

    assert sentence(assigned, polish, anna) == "Prowadzi teraz: Ewa Lis."
    assert sentence(changed, polish, anna) == "Nowy priorytet: Wysoki."


def test_a_steps_event_names_the_step_by_its_title(polish: Texts, anna: Viewer) -> None:
    done = event("processes.process.step_done.v1", data={"step": "prepare", "details": {}})

    assert sentence(done, polish, anna, prepare="Przygotowanie laptopa") == "Zakończono etap: Przygotowanie laptopa."


def test_an_event_nobody_has_words_for_is_still_shown(polish: Texts, anna: Viewer) -> None:
    assert sentence(event("tickets.ticket.levitated.v1"), polish, anna) == "Zapisano zmianę."


def test_the_newest_event_stands_first_and_the_system_has_no_name(polish: Texts, anna: Viewer) -> None:
    opened, closed = (
        event("tickets.ticket.opened.v1", 1),
        event("tickets.ticket.closed.v1", 2, side="system", by="system"),
    )
    found = entries([opened, closed], polish, anna)

    assert [entry["by"] for entry in found] == ["", "Tomek Technik"]


def test_the_conversation_begins_with_the_report(ticket: Callable[..., Shown]) -> None:
    asked = event("tickets.ticket.client_asked.v1", data={"question": "Jaki kod?"})
    moved = event("tickets.ticket.work_started.v1")
    said = talk(ticket(description="Nie drukuje."), [moved, asked])

    assert [(one["kind"], one["text"]) for one in said] == [("message", "Nie drukuje."), ("question", "Jaki kod?")]


def test_an_internal_note_is_told_from_a_message(ticket: Callable[..., Shown]) -> None:
    note = event("tickets.ticket.internal_note_added.v1", audience="provider", data={"text": "Sterownik."})

    assert [one["kind"] for one in talk(ticket(), [note])] == ["message", "internal"]
