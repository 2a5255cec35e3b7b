"""The database of a service: connection pools, transactions, row-level security, and tools for migrations."""

from chassis.database.pools import Database
from chassis.database.transaction import ForeignClient, NotCommitted, Row, Transaction

__all__ = ["Database", "ForeignClient", "NotCommitted", "Row", "Transaction"]
