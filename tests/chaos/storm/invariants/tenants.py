"""Every row is of the client its thing is of, and nobody was shown a thing of another client."""

from collections.abc import Iterator

from storm.evidence import Evidence
from storm.invariants.verdict import Verdict, verdict

Owned = tuple[str, str, str]
"""Where it stands, what it is about, and the client it says it is of."""


def no_row_is_of_another_client(evidence: Evidence) -> Verdict:
    """In journals, owners' tables, the view and notifications: the client of the thing's first line."""
    of: dict[str, str] = {}
    for line in evidence.lines():
        of.setdefault(line.subject, line.client)
        of.setdefault(line.id, line.client)
    rows = list(_rows(evidence))
    wrong = [f"{where} {name} is of {client}, its thing of {of.get(name)}" for where, name, client in rows
             if of.get(name) != client]  # fmt: skip
    return verdict("tenants", len(rows), wrong)


def nobody_read_another_client(evidence: Evidence) -> Verdict:
    """Every read of the load came back with a thing of the reader's own client."""
    wrong = [f"{read.session} read {read.ticket} of {read.client}" for read in evidence.log.reads
             if read.client != read.readers_client]  # fmt: skip
    return verdict("foreign_reads", len(evidence.log.reads), wrong)


def _rows(evidence: Evidence) -> Iterator[Owned]:
    yield from ((f"journal of {line.source}", line.subject, line.client) for line in evidence.lines())
    yield from ((row.table, row.of, row.client) for rows in evidence.rows.values() for row in rows)
    yield from (("thing", one.id, one.client) for one in evidence.things)
    yield from (("timeline", subject, client) for subject, _, _, client in evidence.timeline)
    yield from (("link", subject, client) for subject, client in evidence.links)
    yield from (("delivery", one.event, one.client) for one in evidence.deliveries)
    yield from (("notification", one.event, one.client) for one in evidence.told)
