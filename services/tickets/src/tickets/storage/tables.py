"""The tables of tickets, declared once. `migrations/sql` makes them; a test compares the two."""

from chassis.database.tables import Moment, derived, thing_table
from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text, Uuid, and_

metadata = MetaData()

ticket = thing_table(
    "ticket",
    metadata,
    derived("status", Text, nullable=False),
    derived("type", Text, nullable=False),
    derived("priority", Text, nullable=False),
    derived("requester_id", Uuid, "requester.id"),
    derived("person_id", Uuid),
    derived("asset_id", Uuid),
    derived("process_id", Uuid, "step.process_id"),
    derived("step", Text, "step.step"),
    derived("request_id", Uuid, "step.request_id"),
    derived("team", Text),
    derived("assignee_id", Uuid, "assignee.id"),
    derived("skill", Text),
    derived("estimate_minutes", Integer),
    derived("opened_at", Moment, nullable=False),
    derived("due_at", Moment),
    derived("planned_at", Moment),
    derived("resolved_at", Moment),
    derived("accept_until", Moment),
    derived("closed_at", Moment),
    derived("imported_source", Text, "imported.source"),
    derived("imported_key", Text, "imported.key"),
    insert_function="ticket_insert",
)
ticket_number = Table(
    "ticket_number", metadata, Column("client_id", Uuid, primary_key=True), Column("last", BigInteger, nullable=False)
)

client_calendar = Table(
    "client_calendar",
    metadata,
    Column("client_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("region", Text),
)
"""Where each client is, copied from the gateway's journal."""

to_accept = and_(ticket.c.accept_until.is_not(None), ticket.c.closed_at.is_(None))
"""Tickets that close by themselves unless the client objects."""

Index("ticket_request", ticket.c.request_id, unique=True, postgresql_where=ticket.c.request_id.is_not(None))
Index(
    "ticket_imported", ticket.c.client_id, ticket.c.imported_source, ticket.c.imported_key, unique=True,
    postgresql_where=ticket.c.imported_key.is_not(None),
)  # fmt: skip
Index("ticket_to_accept", ticket.c.accept_until, postgresql_where=to_accept)
