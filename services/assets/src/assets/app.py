"""The composition root of the assets service: builds everything, once, from settings."""

from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Verifier
from chassis.inbox.reactions import handler
from chassis.process.clock import SystemClock
from chassis.process.command_line import open_database
from chassis.process.runtime import Runtime
from fastapi import FastAPI

from assets.api.routes import routes
from assets.reactions import REACTIONS, SOURCES
from assets.settings import Settings


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """The whole service in the given roles, ready to be served."""
    database = await open_database(settings)
    runtime = Runtime("assets", settings, roles, database)
    clock = SystemClock()
    runtime.follow(SOURCES, handler(REACTIONS, clock))
    runtime.relay()
    if "api" in roles:
        runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), clock)
        runtime.serve(routes(runner))
    return runtime.app
