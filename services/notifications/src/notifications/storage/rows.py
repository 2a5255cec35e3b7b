"""Rows as plain values. asyncpg has its own class for UUIDs, which orjson does not write."""

from typing import Any
from uuid import UUID

from chassis.database import Row


def plain(row: Row) -> dict[str, Any]:
    """The row's values, UUIDs as the standard library's."""
    return {name: UUID(int=value.int) if isinstance(value, UUID) else value for name, value in row.items()}
