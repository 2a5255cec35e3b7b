"""Migrations can change rows, no matter which role owns the tables."""

from collections.abc import Callable
from uuid import uuid4

import asyncpg
import pytest
from chassis.database import row_security
from testkit.schema import Addresses

SCRIPT = "UPDATE thing SET name = 'migrated'"
TABLE = """
CREATE ROLE {owner} NOSUPERUSER NOBYPASSRLS;
GRANT CREATE, USAGE ON SCHEMA public TO {owner};
SET ROLE {owner};
CREATE TABLE thing (name text);
INSERT INTO thing VALUES ('before');
ALTER TABLE thing ENABLE ROW LEVEL SECURITY;
ALTER TABLE thing FORCE ROW LEVEL SECURITY;
"""


@pytest.mark.parametrize(
    ("script", "after"), [(SCRIPT, "before"), (row_security.unforced(SCRIPT, "thing"), "migrated")]
)
async def test_an_owner_that_is_no_superuser_changes_rows_only_when_they_are_not_forced(
    addresses: Callable[[str], Addresses], script: str, after: str
) -> None:
    at = addresses("counter")
    connection = await asyncpg.connect(at.migration)
    try:
        await connection.execute(TABLE.format(owner=f"owner_{uuid4().hex[:8]}"))
        await connection.execute(script)
        await connection.execute("RESET ROLE")

        assert await connection.fetchval("SELECT name FROM thing") == after
        assert await connection.fetchval("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'thing'")
    finally:
        await connection.close()
