"""Maps the rows of one incident to the history of one ticket. Pure; the meaning of states is in `incident_states`.

Every row becomes exactly one move. What cannot be mapped becomes a note on its move, and a finding about its line.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from contracts.tickets.history import Move, MoveKind, Note, TicketHistory, WaitingReason, digest_of
from contracts.tickets.state import TicketStatus

from importers.findings import Finding
from importers.incident_log import MOD_COUNT, NUMBER, RawIncident, Row
from importers.incident_reading import ReadRow, known, label, labels_of, read_rows
from importers.incident_states import StatusChange, Target, changes_between
from importers.incident_values import level_of, priority_of

LONGEST_NUMBER = 80
OPENED_NEW = StatusChange("opened", "new")
STAYED: MoveKind = "updated"


def to_history(incident: RawIncident, zone: tzinfo) -> tuple[TicketHistory | None, list[Finding]]:
    """The ticket, and what there is to say about its lines; no ticket when none of its rows has any time, or no fit key."""
    if len(incident.number) > LONGEST_NUMBER:
        return None, _refused(incident, "number_too_long", NUMBER)
    rows = read_rows(incident.rows, zone)
    if rows is None:
        return None, _refused(incident, "no_time_at_all", "sys_updated_at")
    builder = _HistoryBuilder(incident.number, rows)
    for row in rows:
        builder.add(row)
    return builder.history(), builder.findings


def _refused(incident: RawIncident, code: str, column: str) -> list[Finding]:
    number = incident.number[:LONGEST_NUMBER]
    return [Finding(row.line, column, code, _joined(row), number) for row in incident.rows]


def _joined(row: Row) -> str:
    return ", ".join(f"{column}={value}" for column, value in row.values.items() if known(value))[:2000]


class _HistoryBuilder:
    """Builds a history row by row."""

    def __init__(self, number: str, rows: Sequence[ReadRow]) -> None:
        self.findings: list[Finding] = []
        self._number = number
        self._rows = rows
        self._moves: list[Move] = []
        self._status: TicketStatus = "new"
        self._reason: WaitingReason | None = None
        self._cycle = 1
        self._resolved_at: datetime | None = None
        self._closed_at: datetime | None = None
        self._keys: set[str] = set()

    def add(self, row: ReadRow) -> None:
        """Adds the moves of one row: those it implies, and its own."""
        key = self._key(row)
        target, cannot = self._target(row)
        notes = [*row.notes, *self._order_notes(row, key)]
        if cannot is not None:
            notes.append(Note(code=cannot, column="incident_state", value=row.values["incident_state"]))
        if row.before is None:
            path: tuple[StatusChange, ...] = (OPENED_NEW, *changes_between("new", target.status))
        else:
            path = changes_between(self._status, target.status) or (StatusChange(STAYED, self._status),)
        for place, change in enumerate(path[:-1], start=1):
            self._add_inferred(row, change, f"{key}~{place}")
        self._set_status(path[-1].status, path[-1].kind, target, row.at)
        self._moves.append(self._own_move(row, path[-1], key, notes))
        self.findings += [Finding(row.line, note.column, note.code, note.value, key, "noted") for note in notes]

    def history(self) -> TicketHistory:
        """The whole, after the last row."""
        first = self._rows[0].values
        return TicketHistory(
            external_key=self._number,
            title=_title(self._number, first),
            opened_at=self._rows[0].opened_at,
            opened_by=label(first, "opened_by"),
            requester=label(first, "caller_id"),
            location=label(first, "location"),
            priority=priority_of(first.get("priority", "")) or "normal",
            impact=level_of(first.get("impact", "")),
            urgency=level_of(first.get("urgency", "")),
            category=label(first, "category"),
            subcategory=label(first, "subcategory"),
            symptom=label(first, "u_symptom"),
            labels=labels_of(first),
            moves=tuple(self._moves),
            state=self._status,
            cycle=self._cycle,
            resolved_at=self._resolved_at,
            closed_at=self._closed_at,
            digest=digest_of(move.digest for move in self._moves),
        )

    def _target(self, row: ReadRow) -> tuple[Target, str | None]:
        """Where the row leads, and a code where our machine cannot follow: there the ticket stays, or goes on as it must."""
        stays = Target(self._status, self._reason)
        if row.target is None:
            return stays, "state_unknown"
        if row.continued and row.target.status == "closed":
            return Target("resolved"), "closed_but_continued"
        if row.target.status == "new" and self._status != "new":
            return Target("working") if self._status == "resolved" else stays, "back_to_new"
        return row.target, None

    def _order_notes(self, row: ReadRow, key: str) -> list[Note]:
        value = row.values[MOD_COUNT]
        if "/?" in key:
            return [Note(code="mod_count_unreadable", column=MOD_COUNT, value=value)]
        return [Note(code="mod_count_repeated", column=MOD_COUNT, value=value)] if "#" in key else []

    def _key(self, row: ReadRow) -> str:
        number = row.mod_count
        stem = f"{self._number}/{'?1' if number is None else number}"
        key, count = stem, 1
        while key in self._keys:
            count += 1
            key = f"{self._number}/?{count}" if number is None else f"{stem}#{count}"
        self._keys.add(key)
        return key

    def _add_inferred(self, row: ReadRow, change: StatusChange, key: str) -> None:
        at, by = row.at, row.by
        if change.kind == "opened":
            at, by = row.opened_at, label(row.values, "opened_by")
        elif change.kind == "resolved":
            at = row.resolved_between or at
        self._set_status(change.status, change.kind, None, at)
        self._moves.append(
            Move(
                external_key=key,
                kind=change.kind,
                to_state=change.status,
                cycle=self._cycle,
                at=at,
                by=by,
                inferred=True,
                waiting_reason=self._reason,
                digest=digest_of((key, change.kind, row.digest)),
            )
        )

    def _set_status(self, status: TicketStatus, kind: str, target: Target | None, at: datetime) -> None:
        self._status = status
        self._reason = target.reason if target is not None else None
        if kind == "reopened":
            self._cycle += 1
            self._resolved_at = None
        if kind == "resolved":
            self._resolved_at = at
        if kind == "closed":
            self._closed_at = at

    def _own_move(self, row: ReadRow, change: StatusChange, key: str, notes: Sequence[Note]) -> Move:
        return Move(
            external_key=key,
            kind=change.kind,
            to_state=change.status,
            cycle=self._cycle,
            at=row.at,
            by=row.by,
            waiting_reason=self._reason,
            assigned_team=row.now_known("assignment_group"),
            assignee=row.now_known("assigned_to"),
            priority=priority_of(row.changes.get("priority", "")),
            resolution=row.resolution if change.kind == "resolved" else "",
            changes=row.changes,
            notes=tuple(notes),
            digest=row.digest,
        )


def _title(number: str, values: dict[str, str]) -> str:
    """The log has no words of the reporter's; other exports have."""
    written = " ".join(values.get("short_description", "").split())
    parts = [label(values, column) for column in ("category", "subcategory", "u_symptom")]
    made = " · ".join(filter(None, parts))
    title = written if known(written) else f"{number} · {made}" if made else number
    return title[:200]
