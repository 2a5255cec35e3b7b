"""The facts of a process: its form and the outputs of its steps, under the names that scenarios use."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from calendars import Calendar
from processes.domain.due import PREVIOUS_STEP, PROCESS_STARTED, anchor_of_date, is_date
from processes.domain.process import Process, Step
from processes.domain.rendering import render_text
from processes.domain.scenario import Field, Scenario, StepTemplate
from processes.domain.values import Reference, Text, Value, Values


def facts_of(process: Process, scenario: Scenario) -> dict[str, Value]:
    """Returns all facts that conditions, texts and requests may name."""
    facts: dict[str, Value] = {"process.id": str(process.id), "process.language": process.language}
    facts |= dict(_reference("process.started_by", process.started_by))
    facts |= dict(_fields("inputs", process.inputs, scenario.inputs, scenario.calendar))
    for step in process.steps:
        facts |= dict(_step(step, scenario.step(step.key), facts, scenario.calendar))
    return facts


def anchors_of(process: Process, scenario: Scenario, template: StepTemplate) -> dict[str, datetime]:
    """Returns the moments that due rules count from."""
    dates = {field.key: process.inputs.get(field.key) for field in scenario.inputs if field.type == "date"}
    anchors = {
        key: anchor_of_date(value, scenario.calendar)
        for key, value in dates.items()
        if isinstance(value, str) and is_date(value)
    }
    if process.started_at is not None:
        anchors[PROCESS_STARTED] = process.started_at
        ends = [process.step(key).ended_at for key in template.depends_on]
        anchors[PREVIOUS_STEP] = max((end for end in ends if end is not None), default=process.started_at)
    return anchors


def form_facts(inputs: Values, fields: Iterable[Field]) -> dict[str, Value]:
    """Returns the facts of a form alone, for its own conditions."""
    return dict(_fields("inputs", inputs, fields))


def about_text(scenario: Scenario, inputs: Values) -> Text:
    """Returns what the process is about, as its form says it."""
    return render_text(scenario.about, form_facts(inputs, scenario.inputs))


def _step(step: Step, template: StepTemplate, before: Values, calendar: Calendar) -> Iterator[tuple[str, Value]]:
    name = f"steps.{step.key}"
    yield from _fields(name, step.outputs, template.outputs, calendar)
    if template.decision is not None and step.outputs.get("option"):
        titles = {option.key: render_text(option.title, before) for option in template.decision.options}
        yield f"{name}.option.label", _label(titles, step.outputs["option"])
    if step.was_done:
        yield f"{name}.done", True


def _fields(
    name: str, values: Values, fields: Iterable[Field], calendar: Calendar | None = None
) -> Iterator[tuple[str, Value]]:
    known = {field.key: field for field in fields}
    for key, value in values.items():
        field = known.get(key)
        yield f"{name}.{key}", value
        yield from _reference(f"{name}.{key}", value)
        if field is not None and field.choices:
            yield f"{name}.{key}.label", _label({choice.key: choice.label for choice in field.choices}, value)
        if calendar and field is not None and field.type == "date" and isinstance(value, str) and is_date(value):
            yield f"{name}.{key}.at", anchor_of_date(value, calendar).isoformat()


def _reference(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Reference):
        yield name, value
        yield f"{name}.id", str(value.id)
        yield f"{name}.name", value.name
        if value.price is not None:
            yield f"{name}.price", value.price


def _label(labels: dict[str, Text], value: Value) -> Text:
    chosen = value if isinstance(value, tuple) else (value,)
    found = [labels[key] for key in chosen if isinstance(key, str) and key in labels]
    return Text(", ".join(text.pl for text in found), ", ".join(text.en for text in found))
