"""People, hardware and models are written down by hand: what is asked for, and the commands that follow."""

from dataclasses import replace
from typing import Any

import pytest
from contracts.assets.commands import ChangeAsset, ChangePerson, RegisterAsset, RegisterModel, RegisterPerson
from gateway.json_object import Json
from gateway.panel.screens.form_fields import fields_of
from gateway.panel.screens.register_fields import body_of, current_values, definitions_of
from gateway.panel.texts import LANGUAGES, texts_of
from gateway.panel.viewer import Viewer
from pydantic import BaseModel

EWA = "00000000-0000-7000-8000-000000000001"
OPTIONS = {"person": [(EWA, "Ewa Lis")], "model": [(EWA, "Dell Latitude")]}
NEW: dict[str, type[BaseModel]] = {"person": RegisterPerson, "asset": RegisterAsset, "model": RegisterModel}
KNOWN: dict[str, type[BaseModel]] = {"person": ChangePerson, "asset": ChangeAsset}
POLISH = texts_of("pl")


@pytest.mark.parametrize("what", NEW)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_words_in_both_languages(what: str, language: Any) -> None:
    definitions = definitions_of(what, texts_of(language))

    labels = [one["label"] for one in definitions] + [one["label"] for field in definitions for one in field["choices"]]
    assert [label for label in labels if "." in label] == []


@pytest.mark.parametrize("what", NEW)
def test_every_field_is_one_that_the_owner_takes(what: str) -> None:
    asked = {one["key"] for one in definitions_of(what, POLISH)} - {"place"}

    assert asked <= NEW[what].model_fields.keys()
    for known, body in KNOWN.items():
        assert {one["key"] for one in definitions_of(known, POLISH, changing=True)} <= body.model_fields.keys()


def test_a_person_is_registered_with_what_was_filled_in_only() -> None:
    typed = {"name": "Jan Nowak", "email": "jan@example.com", "manager_id": EWA, "starts_on": "2026-04-01", "site": ""}
    body = body_of(definitions_of("person", POLISH), typed, OPTIONS, "PLN")
    sent = RegisterPerson.model_validate(body)

    assert (sent.name, str(sent.manager_id), str(sent.starts_on)) == ("Jan Nowak", EWA, "2026-04-01")
    assert "site" not in body


@pytest.mark.parametrize(
    ("typed", "holder"),
    [
        ({"holder": EWA}, {"kind": "person", "id": EWA, "name": "Ewa Lis"}),
        ({"holder": EWA, "place": "Sala"}, {"kind": "place", "name": "Sala"}),
        ({}, None),
    ],
)
def test_hardware_is_registered_in_somebodys_hands_in_a_place_or_in_stock(typed: Json, holder: Json | None) -> None:
    given = {"tag": "NB-1", "model_id": EWA, "price": "4 200,50", "owned": "leased", **typed}
    body = body_of(definitions_of("asset", POLISH), given, OPTIONS, "EUR")
    sent = RegisterAsset.model_validate(body)

    assert body.get("holder") == holder
    assert (sent.price.amount, sent.price.currency) if sent.price else None == (420050, "EUR")
    assert (str(sent.model_id), sent.owned) == (EWA, "leased")


def test_a_model_says_what_it_costs_and_how_long_it_serves() -> None:
    typed = {
        "manufacturer": "Dell",
        "name": "Latitude",
        "category": "laptop",
        "stores_data": "true",
        "lifetime_months": "48",
    }
    sent = RegisterModel.model_validate(body_of(definitions_of("model", POLISH), typed, {}, "PLN"))

    assert (sent.stores_data, sent.lifetime_months, sent.price) == (True, 48, None)


def test_what_was_emptied_in_a_change_is_told() -> None:
    definitions = definitions_of("person", POLISH, changing=True)
    body = body_of(definitions, {"name": "Jan Nowak", "job": "", "language": "en"}, OPTIONS, "PLN", changing=True)

    assert ChangePerson.model_validate(body).job == ""
    assert "manager_id" not in body


def test_the_form_of_a_change_holds_what_is_known(anna: Viewer) -> None:
    state = {"name": "Jan Nowak", "manager": {"id": EWA, "name": "Ewa Lis"}, "language": "en", "email": ""}
    fields = fields_of(definitions_of("person", POLISH, changing=True), anna, OPTIONS, current_values(state), {})

    held = {field["name"]: field["value"] for field in fields}
    assert (held["in.name"], held["in.manager_id"], held["in.language"]) == ("Jan Nowak", EWA, "en")


def test_the_provider_and_the_clients_administrators_keep_the_records(anna: Viewer, tomek: Viewer) -> None:
    administrator = replace(anna, roles=frozenset({"administrator"}))

    assert [viewer.keeps_records for viewer in (tomek, administrator, anna)] == [True, True, False]


def test_amounts_are_in_the_clients_own_currency(anna: Viewer) -> None:
    one, two = anna, replace(anna, currencies={"a": "EUR", "b": "PLN"})

    assert replace(one, currencies={"a": "EUR"}).currency_of("") == "EUR"
    assert [two.currency_of(client) for client in ("a", "b", "")] == ["EUR", "PLN", "PLN"]
