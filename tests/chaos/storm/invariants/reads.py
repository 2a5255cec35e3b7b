"""What sessions saw while the storm blew: conversations only grow, and nobody is taken back in time."""

from storm.client_log import Read
from storm.evidence import Evidence
from storm.invariants.commands import MESSAGE
from storm.invariants.verdict import Verdict, verdict


def every_read_was_a_prefix(evidence: Evidence) -> Verdict:
    """Comments are appended: whatever was read is how the final conversation begins."""
    final: dict[str, list[tuple[int, str]]] = {}
    for line in evidence.journals.get("tickets", ()):
        if line.type == MESSAGE:
            final.setdefault(line.subject, []).append((line.version, str(line.change["text"])))
    texts = {ticket: tuple(text for _, text in sorted(found)) for ticket, found in final.items()}
    wrong = [_said(read) for read in evidence.log.reads
             if texts.get(read.ticket, ())[: len(read.comments)] != read.comments]  # fmt: skip
    return verdict("conversations", len(evidence.log.reads), wrong)


def no_session_went_back(evidence: Evidence) -> Verdict:
    """A session never sees an older version than it saw or demanded before."""
    wrong = [_said(read) for read in evidence.log.reads if read.version < read.floor]
    return verdict("sessions", len(evidence.log.reads), wrong)


def _said(read: Read) -> str:
    return f"{read.session} saw {read.ticket} at {read.version} (at least {read.floor}), {len(read.comments)} comments"
