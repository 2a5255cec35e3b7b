"""Reads the journal: the feed that consumers pull from, the heads they compare with, and the history of one thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID

from chassis.database import Row, Transaction
from chassis.journal.line import JournalLine
from chassis.journal.tables import journal

_READ = [str(one.name) for one in journal.c if one.name not in ("command_key", "command_digest")]
COLUMNS = ", ".join(_READ)
_FIELDS = ["id" if name == "event_id" else name for name in _READ]


@dataclass(frozen=True, slots=True)
class Heads:
    """The last number in each shard of a journal.

    `generation` changes when the database is restored from a backup, because numbers written after the backup are then
    assigned again. `base` has the last number of each shard that equals the previous generation's. `bases` has every
    generation with its base, oldest first, for consumers that missed one.
    """

    generation: str
    base: list[int]
    heads: list[int]
    bases: list[tuple[str, list[int]]]


def to_line(row: Row, source: str, generation: str) -> JournalLine:
    """Returns the line in a row that was read with COLUMNS."""
    fields = dict(zip(_FIELDS, row.values(), strict=True))
    fields["data"] = fields["data"].encode()
    return JournalLine(source=source, generation=generation, **fields)


async def heads(transaction: Transaction) -> Heads:
    """Returns the present heads of all shards."""
    generations = await transaction.rows("SELECT generation, base FROM journal_generation ORDER BY number")
    rows = await transaction.rows("SELECT head FROM journal_shard ORDER BY shard")
    bases = [(str(row["generation"]), list(row["base"])) for row in generations]
    return Heads(*bases[-1], [row["head"] for row in rows], bases)


async def generation(transaction: Transaction) -> str:
    """Returns the journal's present generation."""
    return str(await transaction.value("SELECT generation FROM journal_generation ORDER BY number DESC LIMIT 1"))


async def after(transaction: Transaction, source: str, shard: int, seq: int, limit: int) -> list[JournalLine]:
    """Returns at most `limit` lines of a shard that follow `seq`, in order."""
    current = await generation(transaction)
    rows = await transaction.rows(
        f"SELECT {COLUMNS} FROM journal WHERE shard = $1 AND seq > $2 ORDER BY seq LIMIT $3", shard, seq, limit
    )
    return [to_line(row, source, current) for row in rows]


async def unsent(transaction: Transaction, source: str, current: str, limit: int) -> list[JournalLine]:
    """Returns lines that the relay has not sent yet: at most `limit` of each shard, in order within the shard."""
    rows = await transaction.rows(
        f"""SELECT line.* FROM relay_mark mark JOIN journal_shard counter USING (shard)
        CROSS JOIN LATERAL (SELECT {COLUMNS} FROM journal WHERE journal.shard = mark.shard AND journal.seq > mark.sent
          ORDER BY journal.seq LIMIT $1) line
        WHERE counter.head > mark.sent""",
        limit,
    )
    lines = [to_line(row, source, current) for row in rows]
    lines.sort(key=attrgetter("shard", "seq"))
    return lines


async def history(transaction: Transaction, source: str, subject: UUID) -> Sequence[JournalLine]:
    """Returns all lines of one thing, oldest first."""
    rows = await transaction.rows(f"SELECT {COLUMNS} FROM journal WHERE subject = $1 ORDER BY version", subject)
    return [to_line(row, source, "") for row in rows]


async def by_command(transaction: Transaction, client_id: UUID, key: str) -> Row | None:
    """Returns the last line of the command with this key as a row (subject, version, data, command_digest), or None.

    `created` is true when the same command (one correlation) also wrote the first line of the subject.
    """
    return await transaction.row(
        """SELECT subject, version, data, command_digest, EXISTS (SELECT FROM journal AS first
            WHERE first.subject = last.subject AND first.version = 1 AND first.correlation_id = last.correlation_id
          ) AS created
        FROM journal AS last WHERE client_id = $1 AND command_key = $2""",
        client_id,
        key,
    )
