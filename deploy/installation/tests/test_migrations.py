"""Databases are migrated only where that is needed, and never those of another release."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import asyncpg
import pytest
from alembic.script import ScriptDirectory
from embedded_platform.databases import DatabaseServer, DatabaseUrls
from embedded_platform.errors import OperatorError
from embedded_platform.run_async import run_async
from installation.fleet import SERVICES
from installation.migrations import migrate_in_process_of_its_own, outdated_databases, shipped_revisions
from testkit.platform import TestPlatform

NAME = "assets"


@pytest.fixture
def server(platform: TestPlatform) -> Iterator[DatabaseServer]:
    """A server without a database of that name."""
    platform.postgres.drop(NAME)
    yield platform.postgres
    platform.postgres.drop(NAME)


def execute(server: DatabaseServer, statement: str) -> list[tuple[str]]:
    async def run() -> list[tuple[str]]:
        connection = await asyncpg.connect(server.owner_url(NAME))
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    return run_async(run())


@pytest.mark.parametrize("service", SERVICES)
def test_the_newest_revision_is_that_of_alembic(service: str) -> None:
    revisions, newest = shipped_revisions(service)
    folder = import_module(f"{service}.migrations").__path__[0]

    script = ScriptDirectory(folder)

    assert newest == script.get_current_head()
    assert revisions == {one.revision for one in script.walk_revisions()}


def test_a_missing_database_is_outdated_and_a_migrated_one_is_not(server: DatabaseServer, tmp_path: Path) -> None:
    missing = outdated_databases(server, [NAME])
    server.create(NAME)
    empty = outdated_databases(server, [NAME])

    migrate_in_process_of_its_own({NAME: server.urls(NAME, NAME)}, tmp_path / "log")

    assert (missing, empty, outdated_databases(server, [NAME])) == ([NAME], [NAME], [])
    assert (tmp_path / "log").read_text() == f"migrating the database of {NAME}\n"


def test_a_revision_that_is_not_known_is_refused(server: DatabaseServer) -> None:
    server.create(NAME)
    execute(server, f"CREATE TABLE {NAME}_migration (version_num text)")
    execute(server, f"INSERT INTO {NAME}_migration VALUES ('0999')")

    with pytest.raises(OperatorError, match="assets was made by another release of Opslayer"):
        outdated_databases(server, [NAME])


def test_a_migration_that_fails_is_told_with_the_end_of_its_log(server: DatabaseServer, tmp_path: Path) -> None:
    nowhere = DatabaseUrls(*[server.owner_url("missing")] * 3)

    with pytest.raises(OperatorError, match='database "missing" does not exist'):
        migrate_in_process_of_its_own({NAME: nowhere}, tmp_path / "log")
