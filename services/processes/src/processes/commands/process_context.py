"""Makes the context in which the domain changes a process, from the context of a command."""

from chassis.command import Context
from chassis.identifiers import new_id

from processes.domain.process import Process
from processes.domain.process_context import ProcessContext
from processes.domain.scenario import Scenario
from processes.scenarios.loader import Catalogue


def context_with(context: Context, scenario: Scenario) -> ProcessContext:
    """Returns the context with this scenario."""
    return ProcessContext(scenario, context.actor, context.now, new_id)


def context_for(context: Context, catalogue: Catalogue, process: Process) -> ProcessContext:
    """Returns the context with the version of the scenario that the process started with."""
    return context_with(context, catalogue.get(process.scenario, process.scenario_version))
