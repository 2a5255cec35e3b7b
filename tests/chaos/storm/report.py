"""What a run prints: counts, faults and how long they were felt, and one JSON line an invariant."""

import json
from collections.abc import Callable
from statistics import median

from storm.running import Options, Outcome

SHOWN = 5
"""Violations of one invariant that are shown; all are counted."""


def report(options: Options, outcome: Outcome, say: Callable[[str], None] = print) -> None:
    """Prints everything about a run."""
    log = outcome.load.log
    different = len(log.by_key())
    say(f"seed {options.seed}: {different} commands, {len(log.reads)} reads: {json.dumps(log.counts())}")
    say(f"answers, repetitions included: {json.dumps(dict(log.answers.most_common()))}")
    say(f"onboardings: {json.dumps(dict(outcome.load.endings))}")
    _faults(outcome, say)
    quiet = "never" if outcome.converged is None else f"{outcome.converged:.1f} s"
    say(f"quiet after the storm: {quiet}")
    for verdict in outcome.verdicts:
        say(verdict.to_json())
        for violation in verdict.violations[:SHOWN]:
            say(f"    {violation[:400]}")
    say("every invariant holds" if outcome.held else f"VIOLATED; the same storm again: --seed {options.seed}")


def _faults(outcome: Outcome, say: Callable[[str], None]) -> None:
    felt = sorted(one.converged for one in outcome.felt if one.converged is not None)
    if felt:
        never = len(outcome.felt) - len(felt)
        say(
            f"{len(outcome.felt)} faults, felt for {median(felt):.1f} s (median), {felt[-1]:.1f} s (longest), {never} never"
        )
