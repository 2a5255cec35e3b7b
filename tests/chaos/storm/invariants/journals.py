"""Journals are numbered without gaps, and the owners' rows are what their journals say."""

from collections import Counter
from collections.abc import Iterable, Iterator

from storm.evidence import Evidence, Line
from storm.invariants.verdict import Verdict, verdict


def journals_have_no_gap(evidence: Evidence) -> Verdict:
    """Per shard 1 to head, per thing 1 to its version, every event id once."""
    checked = sum(map(len, evidence.journals.values()))
    return verdict("journals", checked, (wrong for source in evidence.journals for wrong in _gaps(evidence, source)))


def rows_are_what_their_journal_says(evidence: Evidence) -> Verdict:
    """Each row has the version of its last line; no line without its row, no row without its line."""
    rows = {row.of: row for table in evidence.rows.values() for row in table if row.version is not None}
    tables = {row.table for row in rows.values()}
    last = {
        subject: line.version
        for subject, line in evidence.last_lines().items()
        if line.addressee or line.type.split(".")[1] in tables
    }
    wrong = [f"{rows[of].table} {of}: row {rows[of].version}, journal {last.get(of)}" for of in rows
             if rows[of].version != last.get(of)]  # fmt: skip
    wrong += [f"{subject} has a journal and no row" for subject in last.keys() - rows.keys()]
    return verdict("rows", len(rows), wrong)


def _gaps(evidence: Evidence, source: str) -> Iterator[str]:
    lines = evidence.journals[source]
    shards = _grouped((line.shard, line.seq) for line in lines)
    for shard, head in enumerate(evidence.heads[source]):
        if sorted(shards.get(shard, [])) != list(range(1, head + 1)):
            yield f"{source} shard {shard} is not 1 to {head}"
    yield from _broken_versions(source, lines)
    yield from (f"{source} has event {name} {n} times" for name, n in Counter(x.id for x in lines).items() if n > 1)


def _broken_versions(source: str, lines: list[Line]) -> Iterator[str]:
    for subject, versions in _grouped((line.subject, line.version) for line in lines).items():
        if sorted(versions) != list(range(1, len(versions) + 1)):
            yield f"{source} {subject} has versions {sorted(versions)}"


def _grouped(pairs: Iterable[tuple[str | int, int]]) -> dict[str | int, list[int]]:
    groups: dict[str | int, list[int]] = {}
    for name, number in pairs:
        groups.setdefault(name, []).append(number)
    return groups
