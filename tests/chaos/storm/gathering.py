"""Reads the evidence of a run out of the databases (as their owner, past row-level security) and the mail folder."""

import email
from email import policy
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from installation.installation import Installation

from storm.client_log import ClientLog
from storm.evidence import FOLLOWS, SERVICES, Delivery, Evidence, Line, Row, Told, Viewed

OWN_TABLES = {
    "tickets": ("ticket",),
    "assets": ("asset", "person", "model", "handover"),
    "processes": ("process", "decision"),
    "gateway": ("client", "account"),
    "notifications": (),
}
"""Tables with a row for each thing, with the version of its last journal line."""
_LINES = """SELECT shard, seq, event_id::text, type, subject::text, version, client_id::text, command_key,
  causation_id::text, addressee, data::text FROM journal ORDER BY shard, seq"""
_HEADS = "SELECT head FROM journal_shard ORDER BY shard"
_GENERATION = "SELECT generation::text FROM journal_generation ORDER BY number DESC LIMIT 1"
_MARKS = "SELECT seq FROM inbox WHERE source = $1 AND generation = $2 ORDER BY shard"
_PARKED = "SELECT coalesce(type, place) || ': ' || reason || ' ' || detail FROM parked WHERE released_at IS NULL"
_THINGS = "SELECT id::text, kind, client_id::text, version, state::text, moves::text, next_side FROM thing"
_TIMELINE = "SELECT subject::text, version, event_id::text, client_id::text FROM timeline"
_TOLD = "SELECT id::text, client_id::text, event_id::text, account_id::text, code, about_id::text FROM notification"
_DELIVERIES = "SELECT id::text, client_id::text, event_id::text, recipient, channel, state, tries FROM delivery"
_ARMED = """SELECT id::text FROM process WHERE next_timer IS NOT NULL
UNION SELECT id::text FROM decision WHERE next_timer IS NOT NULL"""
_DECIDERS = "SELECT client_id::text, id::text FROM account WHERE side = 'client' AND active AND 'decider' = ANY(roles)"


async def gather(installation: Installation, log: ClientLog) -> Evidence:
    """Everything there is to know about the run."""
    found = Evidence(log=log, mails=_mails(installation.folder.mail))
    connections = {service: await connect(installation, service) for service in SERVICES}
    try:
        for service, connection in connections.items():
            await _owner(found, service, connection)
        for consumer, sources in FOLLOWS.items():
            for source in sources:
                generation = await connections[source].fetchval(_GENERATION)
                rows = await connections[consumer].fetch(_MARKS, source, generation)
                found.marks[consumer, source] = [row[0] for row in rows]
        await _view(found, connections["gateway"])
        await _processes(found, connections["processes"])
        await _notifications(found, connections["notifications"])
    finally:
        for connection in connections.values():
            await connection.close()
    return found


async def connect(installation: Installation, service: str) -> Any:
    """A connection to a service's database that sees everything."""
    return await asyncpg.connect(installation.fleet.database(service).migration_url, timeout=20)


async def _owner(found: Evidence, service: str, connection: Any) -> None:
    found.journals[service] = [_line(service, row) for row in await connection.fetch(_LINES)]
    found.heads[service] = [row[0] for row in await connection.fetch(_HEADS)]
    found.parked[service] = [row[0] for row in await connection.fetch(_PARKED)]
    found.rows[service] = [
        Row(table, *row)
        for table in OWN_TABLES[service]
        for row in await connection.fetch(f"SELECT id::text, client_id::text, version FROM {table}")
    ]


def _line(source: str, row: Any) -> Line:
    change = orjson.loads(row["data"])
    state = change.pop("state", None)
    return Line(
        source, row["shard"], row["seq"], row["event_id"], row["type"], row["subject"], row["version"],
        row["client_id"], row["command_key"] or "", row["causation_id"] or "",
        row["addressee"] or "", change, state if isinstance(state, dict) else None,
    )  # fmt: skip


def _published(row: Any) -> dict[str, Any]:
    """The state as its owner published it: the view keeps the moves beside it."""
    state: dict[str, Any] = orjson.loads(row["state"])
    moves: dict[str, Any] = orjson.loads(row["moves"] or "{}")
    return state | moves


async def _view(found: Evidence, connection: Any) -> None:
    found.things = [
        Viewed(row["id"], row["kind"], row["client_id"], row["version"], _published(row), row["next_side"])
        for row in await connection.fetch(_THINGS)
    ]
    found.timeline = [tuple(row) for row in await connection.fetch(_TIMELINE)]
    found.links = [tuple(row) for row in await connection.fetch("SELECT subject::text, client_id::text FROM link")]
    counts = await connection.fetch("SELECT client_id::text, kind, side, items FROM move_count")
    found.counts = {(row[0], row[1], row[2]): row[3] for row in counts if row[3]}


async def _processes(found: Evidence, connection: Any) -> None:
    found.armed = {row[0] for row in await connection.fetch(_ARMED)}
    requests = await connection.fetch("SELECT process_id::text, client_id::text FROM request")
    found.rows["processes"] += [Row("request", row[0], row[1]) for row in requests]


async def _notifications(found: Evidence, connection: Any) -> None:
    found.told = [Told(*row) for row in await connection.fetch(_TOLD)]
    found.deliveries = [Delivery(*row) for row in await connection.fetch(_DELIVERIES)]
    for client, account in await connection.fetch(_DECIDERS):
        found.deciders.setdefault(client, []).append(account)


def _mails(folder: Path) -> list[str]:
    messages = (email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml"))
    return [str(message["Message-ID"]) for message in messages]
