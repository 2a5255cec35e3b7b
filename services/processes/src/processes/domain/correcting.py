"""Correcting what a process was started with, when a step failed because of it: a wrong address, a date, a name.

What the client has decided on stays as it was decided: for something else there is another process.
"""

from chassis.actor import Actor
from chassis.refusal import Refusal

from processes.domain import events
from processes.domain.advancing import carry_on
from processes.domain.facts import form_facts
from processes.domain.forms import filled_in
from processes.domain.mending import COORDINATING_ROLES, DECIDING_ROLES
from processes.domain.process import Process
from processes.domain.scenario import Field, Scenario
from processes.domain.templates import render_both
from processes.domain.unfolding import Occasion, Unfolding
from processes.domain.values import Reference, Value, Values

_WORDS = frozenset({"text", "long_text", "email", "date"})
"""Types of fields that say how, not what: they may be put right after the decision too."""


def correct(process: Process, inputs: Values, reason: str, occasion: Occasion) -> list[events.Event]:
    """Puts the whole form right and begins what failed again."""
    failed = [step for step in process.steps if step.state == "failed" and not step.optional]
    if not failed or not process.open or process.unwinding:
        raise Refusal("processes.illegal_move", **{"from": process.status, "move": "correct", "allowed": []})
    _must_answer_for_it(process, occasion.by)
    complete = filled_in(occasion.scenario, inputs, process.prices)
    kept = _with_what_was_decided(process, complete, occasion.scenario)
    run = Unfolding(process, occasion)
    about = render_both(occasion.scenario.about, form_facts(kept, occasion.scenario.inputs))
    run.add(events.FormFilled(run.now, occasion.by, kept, about))
    for step in failed:
        run.add(events.StepRetried(run.now, occasion.by, step.key, reason.strip()))
    carry_on(run)
    return run.events


def _with_what_was_decided(process: Process, complete: dict[str, Value], scenario: Scenario) -> dict[str, Value]:
    """The new form; refused where it changes what a decision was taken on. References keep the name and price of then."""
    if not any(step.kind == "decision" and step.state == "done" for step in process.steps):
        return complete
    decided = [field for field in scenario.inputs if field.type not in _WORDS]
    changed = [field.key for field in decided if _is_another(field, process.inputs, complete)]
    if changed:
        raise Refusal("processes.form_invalid", "invalid", fields=dict.fromkeys(changed, "decided"))
    return {**complete, **{field.key: process.inputs[field.key] for field in decided if field.key in process.inputs}}


def _is_another(field: Field, before: Values, after: Values) -> bool:
    old, new = before.get(field.key), after.get(field.key)
    if isinstance(old, Reference) and isinstance(new, Reference):
        return old.id != new.id
    return old != new


def _must_answer_for_it(process: Process, by: Actor) -> None:
    """Whoever started it or decides, and the provider's coordinators, whose move a failed step is."""
    started = process.started_by is not None and process.started_by.id == by.id
    if by.side == "provider" and not by.has(*COORDINATING_ROLES):
        raise Refusal("processes.only_a_coordinator", "forbidden", side=by.side)
    if by.side == "client" and not started and not by.has(*DECIDING_ROLES):
        raise Refusal("processes.not_a_decider", "forbidden", roles=list(DECIDING_ROLES))
