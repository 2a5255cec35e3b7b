"""The journal: a service's own append-only record. One table is its history, its audit log and its outbox.

docs/architecture.md describes the protocol (sharded counters, relay marks, watermarks).
"""

from chassis.journal.line import JournalLine

__all__ = ["JournalLine"]
