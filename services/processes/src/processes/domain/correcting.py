"""Correcting what a process was started with, when a step failed because of it: a wrong address, a date, a remark."""

from chassis.refusal import Refusal

from processes.domain import events
from processes.domain.advancing import carry_on
from processes.domain.changeable import begun_again, with_what_is_settled
from processes.domain.facts import form_facts
from processes.domain.forms import filled_in
from processes.domain.mending import must_answer_for_it
from processes.domain.process import Process
from processes.domain.rendering import render_text
from processes.domain.unfolding import Occasion, Unfolding
from processes.domain.values import Values


def correct(process: Process, inputs: Values, reason: str, occasion: Occasion) -> list[events.Event]:
    """Puts the form right and begins what failed again. A field that is left out is emptied, unless it is settled."""
    again = begun_again(process)
    if not again:
        raise Refusal("processes.illegal_move", **{"from": process.status, "move": "correct", "allowed": []})
    must_answer_for_it(process, occasion.by)
    kept = with_what_is_settled(process, inputs, occasion.scenario)
    complete = filled_in(occasion.scenario, kept, process.prices)
    run = Unfolding(process, occasion)
    about = render_text(occasion.scenario.about, form_facts(complete, occasion.scenario.inputs))
    run.add(events.FormFilled(run.now, occasion.by, complete, about))
    for step in again:
        run.add(events.StepRetried(run.now, occasion.by, step.key, reason.strip()))
    carry_on(run)
    return run.events
