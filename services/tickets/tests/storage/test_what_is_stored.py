"""The tables are those that are declared, and what stands in them survives upgrades."""

from pathlib import Path

from testkit import migrated, stored
from tickets.settings import Settings
from tickets.storage import tables
from tickets.storage.tickets import TICKETS


def test_migrations_lead_to_the_declared_tables(settings: Settings) -> None:
    migrated.check("tickets", settings, tables.metadata)


def test_a_ticket_keeps_what_a_newer_release_wrote() -> None:
    stored.check_newer_fields_are_kept(TICKETS.codec)


def test_tickets_of_the_last_release_are_read_and_rewritten() -> None:
    stored.check_rows_of_the_last_release(TICKETS.codec, Path(__file__).parent / "stored" / "ticket.json")
