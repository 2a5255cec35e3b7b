"""Both languages are complete: every key the pages use, every state, event, notification and refusal has its words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import contracts.assets.events as assets
import contracts.assets.requests as asset_requests
import contracts.assets.state as asset_states
import contracts.gateway.events as gateway_events
import contracts.gateway.state as gateway_states
import contracts.notifications.codes as codes
import contracts.notifications.events as notifications
import contracts.notifications.requests as notification_requests
import contracts.processes.events as processes
import contracts.processes.state as process_states
import contracts.tickets.events as tickets
import contracts.tickets.requests as ticket_requests
import contracts.tickets.state as ticket_states
import pytest
from contracts.vocabulary import Language, Side
from gateway.panel.build.paths import PANEL, TEMPLATES
from gateway.panel.screens.lists import FILTERS, SORTS
from gateway.panel.screens.remarks import REMARKS
from gateway.panel.screens.ticket_actions import ACTIONS
from gateway.panel.state_styles import STATE_STYLES
from gateway.panel.texts import LANGUAGES, texts_of

WORKSPACE = PANEL.parents[3]
EVENTS = [
    *tickets.EVENTS, *assets.EVENTS, *processes.EVENTS, *notifications.EVENTS, *gateway_events.EVENTS,
    *ticket_requests.REQUESTS, *asset_requests.REQUESTS, *notification_requests.REQUESTS,
]  # fmt: skip
STATES: dict[str, tuple[str, ...]] = {
    "ticket": get_args(ticket_states.TicketStatus),
    "asset": get_args(asset_states.AssetStatus),
    "person": get_args(asset_states.PersonStatus),
    "process": get_args(process_states.ProcessStatus),
    "step": get_args(process_states.StepState),
    "decision": get_args(process_states.DecisionStatus),
}
WORDS: dict[str, tuple[str, ...]] = {
    "type": get_args(ticket_states.TicketType),
    "priority": get_args(ticket_states.Priority),
    "waiting_for": get_args(ticket_states.WaitingFor),
    "category": get_args(asset_states.Category),
    "role": get_args(gateway_states.Role),
    "side": get_args(Side),
    "language": get_args(Language),
}


@pytest.fixture(params=LANGUAGES)
def keys(request: pytest.FixtureRequest) -> frozenset[str]:
    return texts_of(request.param).keys


def used_in_pages() -> Iterator[str]:
    for page in [*TEMPLATES.rglob("*.html"), *PANEL.rglob("*.py")]:
        yield from re.findall(
            r"""\b(?:t|n|texts|texts\.plural)\(\s*["']([a-z_]+(?:\.[a-z_0-9]+)+)["']""", page.read_text()
        )


def refused_with() -> set[str]:
    """The code of every refusal in the sources."""
    sources = [path for path in WORKSPACE.glob("*/**/src/**/*.py") if WORKSPACE / "tests" not in path.parents]
    texts = [path.read_text() for path in sources]
    given = r'\b(?:Refusal|Need)\(\s*"([a-z_.]+)"|"([a-z]+\.not_found)"'
    machines = {name for text in texts for name in re.findall(r'\bStateMachine\(\s*"([a-z]+)"', text)}
    codes = {code or not_found for text in texts for code, not_found in re.findall(given, text)}
    return codes | {f"{name}.{code}" for name in machines for code in ("illegal_move", "not_your_move")}


def test_both_languages_have_the_same_keys() -> None:
    assert texts_of("pl").keys == texts_of("en").keys


def test_no_text_is_empty(keys: frozenset[str]) -> None:
    assert [key for key in keys for language in LANGUAGES if not texts_of(language)(key)] == []


def test_every_key_the_pages_use_has_a_text(keys: frozenset[str]) -> None:
    used = set(used_in_pages())

    assert len(used) > 200
    assert sorted(used - keys) == []


def test_every_state_has_a_word_and_a_look(keys: frozenset[str]) -> None:
    states = [(kind, state) for kind, names in STATES.items() for state in names]

    assert [(kind, state) for kind, state in states if f"state.{kind}.{state}" not in keys] == []
    assert [(kind, state) for kind, state in states if state not in STATE_STYLES[kind]] == []


def test_every_code_people_read_has_a_word(keys: frozenset[str]) -> None:
    words = [f"{prefix}.{code}" for prefix, found in WORDS.items() for code in found]

    assert [word for word in words if word not in keys] == []


def test_every_event_is_a_sentence(keys: frozenset[str]) -> None:
    assert [event.TYPE for event in EVENTS if f"event.{event.TYPE}" not in keys] == []


def test_every_remark_has_a_label(keys: frozenset[str]) -> None:
    assert [name for names in REMARKS.values() for name in names if f"remark.{name}" not in keys] == []


def test_every_notification_is_a_sentence(keys: frozenset[str]) -> None:
    assert [code for code in codes.CODES if f"notification.{code}" not in keys] == []


def test_every_refusal_is_explained(keys: frozenset[str]) -> None:
    assert sorted(code for code in refused_with() if f"problem.{code}" not in keys) == []


def test_every_button_and_filter_has_its_words(keys: frozenset[str]) -> None:
    buttons = [f"act.ticket.{action.move}" for action in ACTIONS]
    results = [f"act.ticket.{action.move}.done" for action in ACTIONS]
    filters = [f"show.{show}" for shows in FILTERS.values() for show in shows]
    orders = [f"sort.{sort}" for sorts in SORTS.values() for sort in sorts]

    assert [key for key in (*buttons, *results, *filters, *orders) if key not in keys] == []


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 etapów"),
        (1, "1 etap"),
        (2, "2 etapy"),
        (5, "5 etapów"),
        (12, "12 etapów"),
        (22, "22 etapy"),
        (112, "112 etapów"),
    ],
)
def test_polish_counts_in_three_forms(number: int, text: str) -> None:
    assert texts_of("pl").plural("preview.steps_count", number) == text


def test_what_a_text_does_not_know_becomes_a_dash() -> None:
    assert texts_of("en")("event.tickets.ticket.assigned.v1") == "Now handled by –."


def test_braces_in_what_people_wrote_stay_as_they_are() -> None:
    facts: dict[str, Any] = {"reason": "{reason} {0}"}

    assert texts_of("en")("event.tickets.ticket.reopened.v1", **facts) == "Reopened. Reason: {reason} {0}"


def test_the_catalogues_are_found_beside_the_code() -> None:
    assert all((Path(PANEL) / "texts" / language / "panel.po").exists() for language in LANGUAGES)


@pytest.mark.parametrize("written", ["{", "{x:>1500000000}", "{0.__class__}"])
def test_what_somebody_wrote_is_never_filled(written: str) -> None:
    assert texts_of("pl").first_of(f"team.{written}", written) == written
