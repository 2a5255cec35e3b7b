"""A scenario's form: fields from definitions, inputs from what was typed, faults beside their fields."""

import pytest
from chassis.texts import Texts
from gateway.json_object import Json
from gateway.panel.screens.form_fields import fields_of, inputs_from, parse_money, submitted_values
from gateway.panel.screens.problems import field_errors_of, refusal_notice
from gateway.panel.viewer import Viewer
from starlette.datastructures import FormData

HARDWARE: Json = {
    "key": "hardware", "type": "choice", "label": {"pl": "Komputer", "en": "Computer"}, "required": True, "default": "laptop",
    "choices": [
        {"key": "laptop", "label": {"pl": "laptop", "en": "laptop"}},
        {"key": "none", "label": {"pl": "żaden", "en": "none"}},
    ],
}  # fmt: skip
MANAGER: Json = {"key": "manager", "type": "person", "label": {"pl": "Przełożony", "en": "Manager"}, "required": False}
EXTRAS: Json = {**HARDWARE, "key": "extras", "type": "choices", "default": None}
QUOTE: Json = {"key": "quote", "type": "money", "label": {"pl": "Wycena", "en": "Quote"}}
PEOPLE = {"person": [("p1", "Jan Nowak")]}


def test_a_short_choice_is_radio_buttons_with_the_default_picked(anna: Viewer) -> None:
    field = fields_of([HARDWARE], anna, {}, {}, {})[0]

    assert (field["control"], field["multiple"], field["selected"]) == ("choices", False, ["laptop"])
    assert field["options"] == [("laptop", "laptop"), ("none", "żaden")]


def test_people_are_chosen_by_name(anna: Viewer) -> None:
    field = fields_of([MANAGER], anna, PEOPLE, {}, {})[0]

    assert (field["control"], field["options"]) == ("choose", [("p1", "Jan Nowak")])


def test_labels_are_in_the_readers_language(anna: Viewer, tomek: Viewer) -> None:
    labels = [fields_of([HARDWARE], viewer, {}, {}, {})[0]["label"] for viewer in (anna, tomek)]

    assert labels == ["Komputer", "Computer"]


def test_what_was_typed_becomes_what_the_owner_expects() -> None:
    definitions = [HARDWARE, MANAGER, EXTRAS, QUOTE]
    form = FormData(
        [("in.hardware", "none"), ("in.manager", "p1"), ("in.extras", "a"), ("in.extras", "b"), ("in.quote", "1 240,5")]
    )
    inputs = inputs_from(definitions, submitted_values(definitions, form), PEOPLE, "PLN")

    assert inputs == {
        "hardware": "none", "manager": {"id": "p1", "name": "Jan Nowak"}, "extras": ["a", "b"],
        "quote": {"amount": 124050, "currency": "PLN"},
    }  # fmt: skip


def test_empty_fields_are_left_out() -> None:
    assert (
        inputs_from([MANAGER, QUOTE], submitted_values([MANAGER, QUOTE], FormData([("in.manager", "")])), PEOPLE, "PLN")
        == {}
    )


def test_known_values_are_shown_as_they_would_be_typed(anna: Viewer) -> None:
    known = {"manager": {"id": "p1", "name": "Jan"}, "quote": {"amount": 124050, "currency": "PLN"}}
    fields = fields_of([MANAGER, QUOTE], anna, PEOPLE, known, {})

    assert [field["value"] for field in fields] == ["p1", "1240,50"]


@pytest.mark.parametrize(
    "text", ["", "1240", "1 240,50", "1240.5", "dużo", "-5", "1,234", "4 899,00 zł", "12 PLN", "12 €"]
)
def test_amounts_are_read_as_people_type_them(text: str) -> None:
    read = {"": None, "1240": 124000, "1 240,50": 124050, "1240.5": 124050, "4 899,00 zł": 489900, "12 PLN": 1200}.get(
        text, text
    )
    found = parse_money(text, "PLN")

    assert (found["amount"] if isinstance(found, dict) else found) == read


def test_faults_stand_beside_their_fields_in_words(polish: Texts) -> None:
    judged = field_errors_of({"fields": {"email": "email"}}, polish)
    shape = field_errors_of({"errors": [{"at": ["body", "title"], "code": "string_too_short", "says": "…"}]}, polish)

    assert judged == {"email": "To nie wygląda na adres e-mail."}
    assert shape == {"title": "To jest za krótkie."}


def test_a_refused_form_says_that_nothing_is_lost(polish: Texts) -> None:
    notice = refusal_notice("tickets.illegal_move", {"from": "closed"}, polish, typed=True)

    assert notice["title"] == "Tego nie można teraz zrobić"
    assert "zamknięte" in notice["text"]
    assert "nie przepadło" in notice["text"]


def test_an_unknown_refusal_is_told_with_its_code(polish: Texts) -> None:
    assert "mystery.code" in refusal_notice("mystery.code", {}, polish)["text"]


@pytest.mark.parametrize("text", [" " * 500_000 + "x", "²", "9" * 5_000, "1" * 41])
def test_what_nobody_types_as_an_amount_is_refused_without_being_read(text: str) -> None:
    assert parse_money(text, "PLN") == text
