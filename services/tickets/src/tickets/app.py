"""The composition root of the tickets service: builds everything, once, from settings."""

from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Verifier
from chassis.inbox.reactions import handler
from chassis.process.clock import SystemClock
from chassis.process.command_line import open_database
from chassis.process.runtime import Runtime
from contracts.tickets.history import LARGEST_HISTORY
from fastapi import FastAPI

from tickets.api.tickets import ticket_routes
from tickets.reactions import SOURCES, reactions
from tickets.settings import Settings
from tickets.storage.numbers import Numbers
from tickets.timers import CLOSE_WHAT_NOBODY_OBJECTED_TO


async def build(settings: Settings, roles: frozenset[str]) -> FastAPI:
    """The whole service in the given roles, ready to be served."""
    database = await open_database(settings)
    runtime = Runtime("tickets", settings, roles, database, {"/tickets/history": LARGEST_HISTORY})
    numbers = Numbers(database)
    clock = SystemClock()
    runtime.follow(SOURCES, handler(reactions(numbers), clock))
    runtime.relay()
    runtime.add_timer(CLOSE_WHAT_NOBODY_OBJECTED_TO, clock)
    if "api" in roles:
        runner = CommandRunner(database, Verifier.from_file(settings.verify_key_file), clock)
        runtime.serve(ticket_routes(runner, numbers, settings.accept_days))
    return runtime.app
