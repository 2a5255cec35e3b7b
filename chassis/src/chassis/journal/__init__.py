"""The journal: a service's own append-only record, which is its history, its audit log and its outbox in one table.

The protocol (sharded counters, marks, watermarks) is described in docs/architecture.md.
"""

from chassis.journal.line import JournalLine

__all__ = ["JournalLine"]
