"""Reads the rows of one incident: their times, the changes since the row before, and what depends on other rows.

A log repeats on every row what it learned at the end (`resolved_at`, `closed_at`, `resolved_by`, `closed_code`), so these
never count as a change, and a history does not depend on when its log was exported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from contracts.tickets.history import Note, digest_of

from importers.incident_log import MOD_COUNT, NUMBER, UNKNOWN, UPDATED_AT, UPDATED_BY, Row
from importers.incident_states import Target, target_of
from importers.incident_values import level_of, priority_of, time_of

END_COLUMNS = ("resolved_at", "closed_at", "resolved_by", "closed_code")
METADATA_COLUMNS = frozenset({NUMBER, MOD_COUNT, UPDATED_AT, UPDATED_BY, *END_COLUMNS})
FIELDS = frozenset(
    {"opened_by", "opened_at", "caller_id", "location", "category", "subcategory", "u_symptom", "priority", "impact"}
    | {"urgency", "assignment_group", "assigned_to"}
)
"""Columns that a history has fields for; the others are its labels."""
DIGESTED_TIMES = ("opened_at", "sys_created_at", UPDATED_AT)
DIGESTED = (
    *(NUMBER, "incident_state", "active", "reassignment_count", "reopen_count", MOD_COUNT, "made_sla", "caller_id"),
    *("opened_by", "sys_created_by", UPDATED_BY, "contact_type", "location", "category", "subcategory", "u_symptom"),
    *("cmdb_ci", "impact", "urgency", "priority", "assignment_group", "assigned_to", "knowledge"),
    *("u_priority_confirmation", "notify", "problem_id", "rfc", "vendor", "caused_by"),
)
"""Columns that identify a row: those of the public data set without END_COLUMNS; further columns do not count."""
LONGEST_LABEL = 200
LABELLED = (UPDATED_BY, "opened_by", "caller_id", "location", "category", "subcategory", "u_symptom")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with what was read from it and from its neighbours."""

    line: int
    values: dict[str, str]
    mod_count: int | None
    before: dict[str, str] | None
    target: Target | None
    continued: bool
    at: datetime
    opened_at: datetime
    resolved_between: datetime | None
    changes: dict[str, str]
    resolution: str
    notes: tuple[Note, ...]
    digest: str

    @property
    def by(self) -> str:
        """Who made the update, as the source calls them."""
        return label(self.values, UPDATED_BY)

    def now_known(self, column: str) -> str | None:
        """A value that is new with this row, empty if it is no longer known; None if it is as before."""
        value = label(self.values, column)
        if self.before is None:
            return value or None
        return value if value != label(self.before, column) else None


def known(value: str) -> bool:
    """Whether a cell says anything."""
    return value not in ("", UNKNOWN)


def label(values: dict[str, str], column: str) -> str:
    """A cell as a label: empty when not known, cut to what a label may hold."""
    value = values.get(column, "")
    return value[:LONGEST_LABEL] if known(value) else ""


def labels_of(values: dict[str, str]) -> dict[str, str]:
    """What a row says beyond a history's fields."""
    left_out = METADATA_COLUMNS | FIELDS
    return {column: value for column, value in values.items() if column not in left_out and known(value)}


def read_rows(rows: Sequence[Row], zone: tzinfo) -> list[ReadRow] | None:
    """All rows of an incident in their order; None when not one of them has a time."""
    opened_at = _opened_at(rows, zone)
    if opened_at is None:
        return None
    targets = [target_of(row.values["incident_state"]) for row in rows]
    last_open = _last(place for place, target in enumerate(targets) if target and target.status != "closed")
    first_of_it, first_closed = _last_stay_began(targets, "resolved"), _last_stay_began(targets, "closed")
    read: list[ReadRow] = []
    for place, (row, target) in enumerate(zip(rows, targets, strict=True)):
        before, previous_at = rows[place - 1] if place else None, read[-1].at if read else opened_at
        end = "resolved_at" if place == first_of_it else "closed_at" if place == first_closed else ""
        read.append(_read(row, target, before, opened_at, previous_at, end, place < last_open, zone))
    return read


def _read(
    row: Row, target: Target | None, before: Row | None, opened_at: datetime, previous_at: datetime, end: str,
    continued: bool, zone: tzinfo,
) -> ReadRow:  # fmt: skip
    """Reads one row; `end` is the column with the time of the last resolution or closing if this row is that."""
    at, notes = _time(row, target, previous_at, zone)
    if before is not None and at < previous_at:
        notes.append(Note(code="out_of_order", column=UPDATED_AT, value=row.values[UPDATED_AT]))
    notes += _differing_end(row, at, end, zone)
    resolves = end == "resolved_at"
    return ReadRow(
        line=row.line,
        values=row.values,
        mod_count=row.mod_count,
        before=before.values if before else None,
        target=target,
        continued=continued,
        at=at,
        opened_at=opened_at,
        resolved_between=_between(previous_at, time_of(row.values.get("resolved_at", ""), zone), at),
        changes=_changes(row, before, resolves),
        resolution=label(row.values, "closed_code") if resolves else "",
        notes=(*notes, *_cell_notes(row, before)),
        digest=_digest(row, zone),
    )


def _opened_at(rows: Sequence[Row], zone: tzinfo) -> datetime | None:
    """The opening of the first row; failing that, the first time that can be read at all."""
    columns = ("opened_at", "sys_created_at", UPDATED_AT, "resolved_at", "closed_at")
    times = (time_of(row.values.get(column, ""), zone) for row in rows for column in columns)
    return next(filter(None, times), None)


def _time(row: Row, target: Target | None, previous_at: datetime, zone: tzinfo) -> tuple[datetime, list[Note]]:
    text = row.values[UPDATED_AT]
    at = time_of(text, zone)
    if at is not None:
        return at, []
    note = Note(code="time_unreadable" if known(text) else "time_missing", column=UPDATED_AT, value=text)
    column = {"resolved": "resolved_at", "closed": "closed_at"}.get(target.status if target else "", "")
    return time_of(row.values.get(column, ""), zone) or previous_at, [note]


def _differing_end(row: Row, at: datetime, column: str, zone: tzinfo) -> list[Note]:
    """A note where the source's own column for an end names another time than the row that is the end."""
    text = row.values.get(column, "")
    if not known(text) or time_of(text, zone) == at:
        return []
    return [Note(code=f"{column}_differs", column=column, value=text)]


def _changes(row: Row, before: Row | None, resolves: bool) -> dict[str, str]:
    old = row.values if before is None else before.values
    changed = (column for column, value in row.values.items() if value != old[column])
    changes = {column: row.values[column] for column in changed if column not in METADATA_COLUMNS}
    ends = END_COLUMNS[2:] if resolves else ()
    return changes | {column: row.values[column] for column in ends if known(row.values.get(column, ""))}


def _cell_notes(row: Row, before: Row | None) -> list[Note]:
    notes: list[Note] = []
    if row.surplus:
        notes.append(Note(code="cells_surplus", value=" | ".join(row.surplus)))
    if row.missing:
        notes.append(Note(code="cells_missing"))
    for column, read in (("priority", priority_of), ("impact", level_of), ("urgency", level_of)):
        value = row.values.get(column, UNKNOWN)
        new = before is None or before.values.get(column, UNKNOWN) != value
        if new and known(value) and read(value) is None:
            notes.append(Note(code=f"{column}_unknown", column=column, value=value))
    notes += [
        Note(code="label_cut", column=column, value=row.values[column])
        for column in LABELLED
        if len(row.values.get(column, "")) > LONGEST_LABEL
    ]
    return notes


def _digest(row: Row, zone: tzinfo) -> str:
    values = row.values
    times = (time_of(values.get(column, UNKNOWN), zone) for column in DIGESTED_TIMES)
    return digest_of(
        (*(values.get(column) or UNKNOWN for column in DIGESTED), *(at.isoformat() if at else UNKNOWN for at in times))
    )


def _between(earliest: datetime, at: datetime | None, latest: datetime) -> datetime | None:
    return at.astimezone(UTC) if at is not None and earliest <= at <= latest else None


def _last(places: Iterable[int]) -> int:
    return max(places, default=-1)


def _last_stay_began(targets: Sequence[Target | None], status: str) -> int:
    """Where the last stay in a status began; -1 when there was none."""
    place = _last(place for place, target in enumerate(targets) if target and target.status == status)
    while place > 0 and targets[place - 1] is not None and targets[place - 1] == targets[place]:
        place -= 1
    return place
