"""What a history of another system means for a ticket that may be here already. Pure.

Known moves change nothing; new ones are appended. What comes after the ticket was closed here, or before a move that is
known, cannot be put in its place any more and becomes a note. So does an opening: the ticket is open already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tickets.domain.events import MoveImported, OpeningImported
from tickets.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The events a history leads to, and the moves that could not be taken as they came: (key, code)."""

    events: tuple[MoveImported, ...]
    problems: tuple[tuple[str, str], ...] = ()


def import_moves(ticket: Ticket | None, moves: Sequence[MoveImported]) -> ImportResult:
    """Returns the moves that are new for the ticket, in their order."""
    if ticket is None:
        return ImportResult(tuple(moves))
    known = ticket.imported.moves if ticket.imported else {}
    problems = [(m.key, "tickets.import_move_changed") for m in moves if known.get(m.key, m.digest) != m.digest]
    last_known = max((place for place, move in enumerate(moves) if move.key in known), default=-1)
    taken = []
    for place, move in enumerate(moves):
        if move.key in known:
            continue
        if place < last_known or not ticket.open or isinstance(move, OpeningImported):
            problems.append((move.key, "tickets.import_move_too_late"))
            taken.append(_as_note(ticket, move))
        else:
            taken.append(move)
    return ImportResult(tuple(taken), tuple(problems))


def _as_note(ticket: Ticket, move: MoveImported) -> MoveImported:
    """Returns what is told of the move, changing nothing else. The opening becomes a plain move too."""
    told = f"{move.kind} {move.at.isoformat()} {move.status}"
    return MoveImported(
        move.at,
        move.by,
        replace(move.imported, assignee=None, team=None, priority=None, notes=(*move.imported.notes, told)),
        kind="updated",
        status=ticket.status,
        cycle=ticket.cycle,
        digest=move.digest,
        history_digest=move.history_digest,
        waiting_for=ticket.waiting_for,
    )
