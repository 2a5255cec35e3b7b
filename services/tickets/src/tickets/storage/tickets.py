"""Tickets in PostgreSQL: the repository, and the statements that find a ticket by what others call it."""

from chassis.database.repository import Repository
from chassis.database.state_codec import StateCodec
from sqlalchemy import bindparam

from tickets.domain.evolution import evolve
from tickets.domain.ticket import Ticket
from tickets.events import PUBLICATION
from tickets.storage.tables import ticket

TICKETS = Repository(ticket, StateCodec(Ticket), PUBLICATION, evolve, "tickets.not_found")

BY_REQUEST = TICKETS.select(ticket.c.request_id == bindparam("request_id"))
"""The task that was opened for a process's request."""
BY_IMPORT_KEY = TICKETS.select(
    ticket.c.imported_source == bindparam("source"), ticket.c.imported_key == bindparam("key")
)
"""The ticket that an import made earlier, by its key in that system."""
