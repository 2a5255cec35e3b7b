"""A scenario as the catalogue shows it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from contracts.processes import state
from contracts.vocabulary import Texts

from processes.domain.scenario import Field, ScenarioTemplate


def public_scenario(scenario: ScenarioTemplate, thing: UUID, client_id: UUID) -> state.Scenario:
    """Returns the scenario with its texts as they are written, and prices in place of their names."""
    return state.Scenario(
        id=thing,
        client_id=client_id,
        version=1,
        scenario_version=scenario.version,
        key=scenario.key,
        title=_texts(scenario.title),
        summary=_texts(scenario.summary),
        inputs=[_field(one, scenario) for one in scenario.inputs],
        steps=[
            state.ScenarioStep(
                key=step.key,
                title=_texts(step.title),
                kind=step.kind,
                side=step.side,
                optional=step.optional,
                depends_on=list(step.depends_on),
                outputs=[_field(one, scenario) for one in step.outputs],
            )
            for step in scenario.steps
        ],
    )


def _texts(text: Any) -> Texts:
    return Texts(pl=str(text.pl), en=str(text.en))


def _field(field: Field, scenario: ScenarioTemplate) -> state.FormField:
    return state.FormField.model_validate(
        {
            "key": field.key,
            "type": field.type,
            "label": _texts(field.label),
            "required": field.required,
            "help": _texts(field.help) if field.help else None,
            "default": field.default,
            "default_prices": scenario.price(field.default_price) if field.default_price else [],
            "choices": [
                {
                    "key": choice.key,
                    "label": _texts(choice.label),
                    "prices": scenario.price(choice.price) if choice.price else [],
                }
                for choice in field.choices
            ],
            "shown_if": asdict(field.shown_if) if field.shown_if else None,
        },
        from_attributes=True,
    )
