"""The command line every service has: run in chosen roles, migrate, replay, restored. Called from each `__main__.py`."""

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
"""Longer than callers keep an idle connection (the gateway 15 s, the usual proxies 60 s), so that it is they who close it: a
server that does may do so in the very moment of the next request."""

Build = Callable[[Any, frozenset[str]], Awaitable[Any]]
"""Builds the ASGI application from settings and roles; it runs inside the event loop that will serve it."""


def main(service: str, kind: type[ServiceSettings], build: Build, arguments: Sequence[str] | None = None) -> None:
    """Reads the service's settings from the environment and runs what the arguments ask for."""
    parser = argparse.ArgumentParser(prog=f"python -m {service}")
    parser.add_argument("action", nargs="?", default="serve", choices=["serve", "migrate", "replay", "restored"])
    parser.add_argument("--roles", default=",".join(ROLES), help="comma separated: " + ", ".join(ROLES))
    given = parser.parse_args(arguments)
    try:
        settings = read_settings(service, kind)
    except SettingsError as error:
        sys.exit(str(error))
    logs.configure(settings.log)
    if given.action == "migrate":
        from chassis.database import migrations  # with alembic and SQLAlchemy, which who serves does without

        migrations.upgrade(service, settings)
    elif given.action == "replay":
        uvloop.run(_replay(settings))
    elif given.action == "restored":
        uvloop.run(_restored(settings))
    else:
        uvloop.run(_serve(settings, build, _roles(parser, given.roles)))


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
    """What was made so far stays as long as the process: the collector need not look at it again, nor look often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


async def _replay(settings: ServiceSettings) -> None:
    database = await open_database(settings)
    await rewind(database)
    await database.close()


async def _restored(settings: ServiceSettings) -> None:
    """After a backup was restored: a new generation, so that consumers do not take new lines for old ones."""
    database = await open_database(settings)
    async with database.system_transaction() as transaction:
        print(await generations.begin(transaction))
    await database.close()


async def open_database(settings: ServiceSettings) -> Database:
    """The database of a service, from its settings."""
    return await Database.connect(
        settings.app_url.get_secret_value(), settings.system_url.get_secret_value(), settings.pool_size
    )
