"""The composition root of the processes service: builds everything, once, from settings."""

from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Verifier
from chassis.inbox.reactions import handler
from chassis.process.clock import SystemClock
from chassis.process.command_line import open_database
from chassis.process.runtime import Runtime
from fastapi import FastAPI

from processes.api.routes import routes
from processes.commands.publish_scenarios import publish_scenarios
from processes.reactions import SOURCES, reactions
from processes.scenarios.loader import load_catalogue
from processes.settings import Settings
from processes.timers import process_timers


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """The whole service in the given roles, ready to be served."""
    database = await open_database(settings)
    runtime = Runtime("processes", settings, roles, database)
    clock, catalogue = SystemClock(), load_catalogue()
    await publish_scenarios(database, clock, catalogue)
    runtime.follow(SOURCES, handler(reactions(catalogue), clock))
    runtime.relay()
    for due in process_timers(catalogue):
        runtime.add_timer(due, clock)
    if "api" in roles:
        runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), clock)
        runtime.serve(routes(runner, catalogue, clock))
    return runtime.app
