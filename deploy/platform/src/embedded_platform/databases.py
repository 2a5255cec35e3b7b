"""Databases on a PostgreSQL server, wherever it runs: creating them, and the addresses under which services use them.

Starting the server is not here: see `embedded_platform.postgres` and docker-compose.yml.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

import asyncpg

from embedded_platform.errors import disk_full
from embedded_platform.run_async import run_async


class DatabaseUrls(NamedTuple):
    """The addresses of one service's database, one for each role."""

    migration_url: str
    app_url: str
    system_url: str


class DatabaseServer:
    """A PostgreSQL server, known by the address of its owner role."""

    def __init__(self, owner_url: str) -> None:
        self._parts = urlsplit(owner_url)

    def owner_url(self, database: str) -> str:
        """The address of a database under the role that owns everything."""
        return urlunsplit(self._parts._replace(path=f"/{database}"))

    def urls(self, database: str, service: str) -> DatabaseUrls:
        """The addresses of a service: as owner, under row-level security, and as its system role."""
        return DatabaseUrls(
            self.owner_url(database),
            self._role_url(database, f"{service}_app"),
            self._role_url(database, f"{service}_system"),
        )

    def create(self, *databases: str, locale: str = "C.UTF-8") -> list[str]:
        """Creates the databases that are missing; returns the names of those it created.

        `locale` is one of PostgreSQL's own (`builtin`), so that small letters, words and order are the same on every
        server, whatever its system knows.
        """
        return run_async(self._create(databases, locale))

    def drop(self, *databases: str) -> None:
        """Drops databases and ends the connections to them."""
        run_async(self._drop(databases))

    def answers(self) -> bool:
        """Whether the server accepts connections."""
        try:
            self.create()
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    def _role_url(self, database: str, role: str) -> str:
        """Roles belong to the whole server, so a role's password is derived from the owner's, the same in every database."""
        secret = unquote(self._parts.password or "").encode()
        password = hmac.new(secret, role.encode(), hashlib.sha256).hexdigest()[:32]
        where = self._parts.netloc.rpartition("@")[2]
        return urlunsplit(self._parts._replace(netloc=f"{role}:{password}@{where}", path=f"/{database}"))

    async def _create(self, databases: Sequence[str], locale: str) -> list[str]:
        connection = await self._connect()
        try:
            present = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
            missing = [name for name in databases if name not in present]
            for name in missing:
                await connection.execute(
                    f"""CREATE DATABASE "{name}" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'
                    LOCALE_PROVIDER builtin BUILTIN_LOCALE '{locale}'"""
                )
            return missing
        except asyncpg.DiskFullError as error:
            raise disk_full("the databases") from error
        finally:
            await connection.close()

    async def _drop(self, databases: Sequence[str]) -> None:
        connection = await self._connect()
        try:
            for name in databases:
                await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        finally:
            await connection.close()

    async def _connect(self) -> "asyncpg.Connection":
        return await asyncpg.connect(self.owner_url("postgres"), timeout=10)


def socket_url(role: str, password: str, folder: str) -> str:
    """The address of a server that listens on a Unix socket in `folder`."""
    return f"postgresql://{quote(role)}:{quote(password, safe='')}@/postgres?{urlencode({'host': folder}, safe='/')}"
