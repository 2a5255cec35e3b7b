"""What the compositions of the mutants share: the same few lines as each service's own `app.py`, with the pieces given."""

from collections.abc import Callable

from assets.reactions import REACTIONS as ASSETS_REACTIONS
from assets.reactions import SOURCES as ASSETS_SOURCES
from assets.settings import Settings as AssetsSettings
from chassis.database import Database
from chassis.http.command_runner import CommandRunner
from chassis.http.identity import Verifier
from chassis.inbox.applying import BatchHandler, Inbox
from chassis.inbox.following import Follower
from chassis.inbox.reactions import handler
from chassis.process.clock import SystemClock
from chassis.process.command_line import open_database
from chassis.process.runtime import Runtime
from fastapi import FastAPI
from tickets.api.tickets import ticket_routes
from tickets.reactions import SOURCES as TICKETS_SOURCES
from tickets.reactions import reactions as tickets_reactions
from tickets.settings import Settings as TicketsSettings
from tickets.storage.numbers import Numbers

Around = Callable[[Database, BatchHandler], BatchHandler]
"""Puts something around the effects of a service's inbox."""


async def tickets(
    settings: TicketsSettings,
    roles: frozenset[str],
    *,
    runner_of: type[CommandRunner] = CommandRunner,
    around: Around = lambda _, handle: handle,
) -> FastAPI:
    """The tickets service with another runner of commands, or with something around its effects."""
    database = await open_database(settings)
    runtime, numbers, clock = Runtime("tickets", settings, roles, database), Numbers(database), SystemClock()
    runtime.follow(TICKETS_SOURCES, around(database, handler(tickets_reactions(numbers), clock)))
    runtime.relay()
    runner = runner_of(database, Verifier.from_file(settings.verify_key_file), clock)
    runtime.serve(ticket_routes(runner, numbers, settings.accept_days))
    return runtime.app


async def assets(
    settings: AssetsSettings,
    roles: frozenset[str],
    *,
    inbox_of: type[Inbox] = Inbox,
    follower_of: type[Follower] = Follower,
) -> FastAPI:
    """The assets service with another inbox or follower; its HTTP commands are not needed."""
    runtime = Runtime("assets", settings, roles, await open_database(settings))
    runtime.follow(ASSETS_SOURCES, handler(ASSETS_REACTIONS, SystemClock()), inbox_of=inbox_of, follower_of=follower_of)
    runtime.relay()
    return runtime.app
