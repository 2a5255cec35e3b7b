"""Finds the databases that are behind the revisions of this release, and migrates them.

Whether a database is behind is one query: a start with nothing to migrate imports neither alembic nor SQLAlchemy.
`python -m installation.migrations` migrates in a process of its own; it reads the addresses from its standard input.
"""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import asyncpg
from embedded_platform.child_process import inherited_environment
from embedded_platform.databases import DatabaseServer, DatabaseUrls
from embedded_platform.errors import OperatorError, process_ended
from embedded_platform.run_async import run_async
from pydantic import SecretStr

REVISION = re.compile(r'^(down_)?revision(?:: [^=]+)? = "([^"]+)"', re.MULTILINE)


def outdated_databases(server: DatabaseServer, services: Sequence[str]) -> list[str]:
    """Returns the services whose database is missing or not at the newest revision.

    Raises OperatorError when a database has a revision that this release does not know; then nothing may be migrated.
    """
    revisions = run_async(_revisions(server, services))
    outdated = []
    for service, revision in zip(services, revisions, strict=True):
        shipped, newest = shipped_revisions(service)
        if revision is not None and revision not in shipped:
            raise OperatorError(
                f"The database of {service} was made by another release of Opslayer (its revision {revision} is not known "
                "here): use that release, or other data (another folder in OPSLAYER_HOME, other volumes in Compose)."
            )
        if revision != newest:
            outdated.append(service)
    return outdated


def shipped_revisions(service: str) -> tuple[frozenset[str], str]:
    """Returns all revisions of a service's migrations, and the newest."""
    found = [REVISION.findall(file.read_text()) for file in _version_files(service)]
    revisions = {name for one in found for down, name in one if not down}
    (newest,) = revisions - {name for one in found for down, name in one if down}
    return frozenset(revisions), newest


def migrate_in_process_of_its_own(databases: Mapping[str, DatabaseUrls], log: Path) -> None:
    """Migrates these databases without importing alembic into this process; raises OperatorError with the end of the log."""
    command = [sys.executable, "-m", __name__]
    with log.open("wb") as output:
        done = subprocess.run(
            command, input=json.dumps(databases).encode(), stdout=output, stderr=output, env=inherited_environment(),
            check=False,
        )  # fmt: skip
    if done.returncode != 0:
        raise process_ended("The migration of the databases", log)


def migrate(databases: Mapping[str, DatabaseUrls]) -> None:
    """Migrates these databases, one after the other, in this process."""
    from chassis.database.migrations import upgrade
    from chassis.process.settings import ServiceSettings

    for service, urls in databases.items():
        print(f"migrating the database of {service}", flush=True)
        migration, app, system = map(SecretStr, urls)
        upgrade(service, ServiceSettings(migration_url=migration, app_url=app, system_url=system))


async def _revisions(server: DatabaseServer, services: Sequence[str]) -> list[str | None]:
    return await asyncio.gather(*(_revision(server.owner_url(service), service) for service in services))


async def _revision(url: str, service: str) -> str | None:
    """The revision of a database; None when it, or its table of revisions, is missing."""
    try:
        connection = await asyncpg.connect(url, timeout=10)
    except asyncpg.InvalidCatalogNameError:
        return None
    try:
        revision: str | None = await connection.fetchval(f"SELECT version_num FROM {service}_migration")
        return revision
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()


def _version_files(service: str) -> list[Path]:
    return sorted(Path(str(files(f"{service}.migrations"))).glob("versions/*.py"))


if __name__ == "__main__":
    migrate({service: DatabaseUrls(*urls) for service, urls in json.load(sys.stdin).items()})
