"""The scenario files: complete, sound, and readable in Polish and English."""

import dataclasses
import re
from typing import Any
from uuid import UUID

import pytest
import yaml
from chassis.domain.refusal import Refusal
from processes.domain.pattern import TextPattern
from processes.domain.process import Process
from processes.domain.request_kinds import REQUEST_KINDS
from processes.domain.values import Reference, Text
from processes.scenarios.loader import ScenarioBroken, catalogue_of, read
from pydantic import TypeAdapter

SMALL: dict[str, Any] = {
    "key": "small",
    "version": 1,
    "title": {"pl": "Mały", "en": "Small"},
    "summary": {"pl": "Mały", "en": "Small"},
    "about": {"pl": "{inputs.what}", "en": "{inputs.what}"},
    "inputs": [{"key": "what", "type": "text", "label": {"pl": "Co", "en": "What"}}],
    "steps": [
        {"key": "first", "kind": "task", "side": "provider", "team": "desk", "title": {"pl": "Zrób", "en": "Do it"}}
    ],
}


def texts_in(thing: Any) -> Any:
    if isinstance(thing, Text | TextPattern):
        yield Text(str(thing.pl), str(thing.en))
    elif isinstance(thing, dict):
        for part in thing.values():
            yield from texts_in(part)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts_in(part)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from texts_in(getattr(thing, field.name))


def broken(**changes: Any) -> Any:
    with pytest.raises(ScenarioBroken) as fault:
        read("small.yaml", yaml.safe_dump({**SMALL, **changes}))
    return str(fault.value)


def test_the_five_scenarios_are_there(catalogue: Any) -> None:
    assert [scenario.key for scenario in catalogue.newest()] == [
        "hardware_retirement",
        "hardware_service",
        "offboarding",
        "onboarding",
        "user_request",
    ]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_text_exists_in_the_language(catalogue: Any, language: Any) -> None:
    texts = [text for scenario in catalogue.newest() for text in texts_in(scenario)]

    assert len(texts) > 140
    assert [text for text in texts if not text.in_language(language).strip()] == []


def test_both_languages_speak_of_the_same_facts(catalogue: Any) -> None:
    names = re.compile(r"\{[^}]+\}")

    texts = [text for scenario in catalogue.newest() for text in texts_in(scenario)]

    assert [t for t in texts if sorted(names.findall(t.pl)) != sorted(names.findall(t.en))] == []


def test_every_step_of_people_has_a_team_or_a_named_account_and_a_due_rule(catalogue: Any) -> None:
    tasks = [step for scenario in catalogue.newest() for step in scenario.steps if step.kind == "task"]

    assert [step.key for step in tasks if not (step.team or step.assignee) or step.due is None] == []


def test_every_kind_of_step_is_either_local_or_a_known_request(catalogue: Any) -> None:
    kinds = {step.kind for scenario in catalogue.newest() for step in scenario.steps}

    assert kinds - {"decision", "wait_until"} <= set(REQUEST_KINDS)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"depends_on": ["later"]}, "step first waits for later, which does not come before it"),
        ({"request": {"title": "x", "colour": "red"}}, "task knows no colour"),
        ({"condition": {"fact": "inputs.nothing", "equals": 1}}, "reads inputs.nothing, which nobody gives"),
        ({"request": {"title": "{steps.other.asset_id}"}}, "reads steps.other.asset_id, which nobody gives"),
        ({"due": {"anchor": "someday"}}, "step first: no anchor someday"),
        ({"cost": [{"price": "gold"}]}, "step first: no price gold"),
        ({"kind": "reserve_asset"}, "reserve_asset needs category"),
        ({"kind": "decision"}, "a question belongs to a decision"),
        ({"colour": "red"}, "colour"),
        ({"undo": {"kind": "pray"}}, "no request pray"),
        (
            {"title": {"pl": "Zrób {inputs.what", "en": "Do it"}},
            "steps.first.title.pl: expected \"}\" at position 17 of 'Zrób {inputs.what'",
        ),
        ({"request": {"title": "a ]"}}, "steps.first.request.title: expected words or a placeholder at position 2"),
        (
            {"undo": {"kind": "task", "request": {"title": "{}"}}},
            "steps.first.undo.request.title: expected the name of",
        ),
    ],
)
def test_a_broken_scenario_says_what_is_wrong(change: Any, fault: Any) -> None:
    step = {**SMALL["steps"][0], **change}

    assert fault in broken(steps=[step])


def test_every_pattern_that_is_wrong_is_named() -> None:
    steps = [{**SMALL["steps"][0], "key": key, "assignee": "{who"} for key in ("first", "second")]

    assert [line.split(": ")[1] for line in broken(about={"pl": "{", "en": "x"}, steps=steps).splitlines()] == [
        "about.pl",
        "steps.first.assignee",
        "steps.second.assignee",
    ]


def test_a_small_sound_scenario_is_accepted() -> None:
    assert read("small.yaml", yaml.safe_dump(SMALL)).step("first").team == "desk"


def test_the_same_version_cannot_stand_in_two_files() -> None:
    source = yaml.safe_dump(SMALL)

    with pytest.raises(ScenarioBroken, match="small 1"):
        catalogue_of([("one.yaml", source), ("two.yaml", source)])


def test_an_old_version_can_still_be_asked_for_and_the_newest_comes_by_itself() -> None:
    both = catalogue_of([("one.yaml", yaml.safe_dump(SMALL)), ("two.yaml", yaml.safe_dump({**SMALL, "version": 2}))])

    assert (both.get("small").version, both.get("small", 1).version) == (2, 1)
    with pytest.raises(Refusal, match=r"processes.scenario_unknown"):
        both.get("large")


def test_a_process_survives_being_written_and_read(world: Any) -> None:
    adapter = TypeAdapter(Process)
    run = world("hardware_service").go_until("repair_or_replace")

    again = adapter.validate_json(adapter.dump_json(run.running))

    assert again == run.running
    assert again.inputs["holder"] == Reference(UUID(int=802), "Ewa Lis")
