"""What the domain is given beside a process: its scenario, who acts, when, and where ids come from."""

from chassis.command import Context
from chassis.identifiers import new_id

from processes.domain.process import Process
from processes.domain.scenario import Scenario
from processes.domain.unfolding import Occasion
from processes.scenarios.loader import Catalogue


def occasion_of(context: Context, scenario: Scenario) -> Occasion:
    """The occasion of a command."""
    return Occasion(scenario, context.actor, context.now, new_id)


def occasion_for(context: Context, catalogue: Catalogue, process: Process) -> Occasion:
    """The occasion for a process: it goes on with the version it began with."""
    return occasion_of(context, catalogue.get(process.scenario, process.scenario_version))
