"""Runs the command line of every service: serve in chosen roles, migrate, replay, restored. Each `__main__.py` calls it."""

import argparse
import gc
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import uvicorn
import uvloop

from chassis.database import Database
from chassis.journal import generations
from chassis.journal.relay import rewind
from chassis.process.settings import ROLES, ServiceSettings, SettingsError, read_settings
from chassis.telemetry import logs

KEPT_ALIVE_SECONDS = 75
"""Seconds that an idle connection stays open. It is longer than callers keep one (the gateway 15 s, usual proxies 60 s), so
that the caller closes it: a server that closes it may do so at the very moment of the next request."""

Build = Callable[[Any, frozenset[str]], Awaitable[Any]]
"""Builds the ASGI application from settings and roles. It runs inside the event loop that will serve the application."""


def main(service: str, kind: type[ServiceSettings], build: Build, arguments: Sequence[str] | None = None) -> None:
    """Reads the service's settings from the environment and runs what the arguments ask for."""
    parser = argparse.ArgumentParser(prog=f"python -m {service}")
    parser.add_argument("action", nargs="?", default="serve", choices=["serve", "migrate", "replay", "restored"])
    parser.add_argument("--roles", default=",".join(ROLES), help="comma separated: " + ", ".join(ROLES))
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(service, kind)
    except SettingsError as error:
        sys.exit(str(error))
    logs.configure(settings.log)
    if options.action == "migrate":
        from chassis.database import migrations  # it imports alembic, which serving does not need

        migrations.upgrade(service, settings)
    elif options.action == "replay":
        uvloop.run(_with_database(settings, rewind))
    elif options.action == "restored":
        uvloop.run(_with_database(settings, _begin_generation))
    else:
        uvloop.run(_serve(settings, build, _roles(parser, options.roles)))


def _roles(parser: argparse.ArgumentParser, text: str) -> frozenset[str]:
    roles = frozenset(role.strip() for role in text.split(",") if role.strip())
    if not roles or roles - set(ROLES):
        parser.error(f"roles are {', '.join(ROLES)}; given: {text}")
    return roles


async def _serve(settings: ServiceSettings, build: Build, roles: frozenset[str]) -> None:
    app = await build(settings, roles)
    _collect_seldom()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="none",
        http="httptools",
        lifespan="on",
        log_level="warning",
        access_log=False,
        timeout_keep_alive=KEPT_ALIVE_SECONDS,
        timeout_graceful_shutdown=5,
        proxy_headers=True,
    )
    await uvicorn.Server(config).serve()


def _collect_seldom() -> None:
    """Makes garbage collection rare and lets it skip all present objects, because they live as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


async def _with_database(settings: ServiceSettings, work: Callable[[Database], Awaitable[None]]) -> None:
    database = await open_database(settings)
    await work(database)
    await database.close()


async def _begin_generation(database: Database) -> None:
    """Begins a new generation after a backup was restored, so that consumers do not take new lines for old ones."""
    async with database.system_transaction() as transaction:
        print(await generations.begin(transaction))


async def open_database(settings: ServiceSettings) -> Database:
    """Opens the database of a service from its settings."""
    return await Database.connect(
        settings.app_url.get_secret_value(), settings.system_url.get_secret_value(), settings.pool_size
    )
