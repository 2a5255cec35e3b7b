"""The tables of notifications: the one definition of the schema. `migrations/sql/0001_tables.sql` makes them."""

from typing import Any

from chassis.database.tables import Moment, derived, thing_table
from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

metadata = MetaData()

notification = thing_table(
    "notification",
    metadata,
    derived("account_id", Uuid, nullable=False),
    derived("event_id", Uuid, nullable=False),
    derived("code", Text, nullable=False),
    derived("importance", Text, nullable=False),
    derived("about_kind", Text, "about.kind", nullable=False),
    derived("about_id", Uuid, "about.id", nullable=False),
    derived("created_at", Moment, nullable=False),
    derived("read_at", Moment),
    UniqueConstraint("event_id", "account_id"),
)
_UNREAD = notification.c.read_at.is_(None)
Index("notification_unread", notification.c.account_id, notification.c.client_id, postgresql_where=_UNREAD)
Index("notification_unread_about", notification.c.about_id, postgresql_where=_UNREAD)

preferences = thing_table("preferences", metadata, derived("account_id", Uuid, nullable=False, unique=True))

webhook = thing_table("webhook", metadata, derived("disabled_because", Text))
Index("webhook_active", webhook.c.client_id, postgresql_where=webhook.c.disabled_because.is_(None))

delivery = Table(
    "delivery",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("client_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("refused_since", Moment),
    Column("answer", Text, nullable=False),
    Column("content", JSON),
    Column("content_version", SmallInteger, nullable=False),
    Column("correlation_id", Uuid),
    Column("traceparent", Text),
    Column("entered_at", Moment, nullable=False),
    Column("ended_at", Moment),
    UniqueConstraint("event_id", "recipient", "channel"),
)
Index("delivery_due", delivery.c.channel, delivery.c.due_at, postgresql_where=delivery.c.ended_at.is_(None))
Index("delivery_sent", delivery.c.recipient, delivery.c.ended_at, postgresql_where=delivery.c.state == "sent")


def _copy(name: str, *columns: Column[Any]) -> Table:
    """A table of copies of what another service owns, each as of a version."""
    own = Column("id", Uuid, primary_key=True), Column("client_id", Uuid, nullable=False)
    return Table(name, metadata, *own, Column("version", Integer, nullable=False), *columns)


account = _copy(
    "account",
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("language", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("person_id", Uuid),
    Column("clients", ARRAY(Uuid), nullable=False),
    Column("every_client", Boolean, nullable=False),
)
Index("account_client", account.c.client_id, postgresql_where=account.c.active)

client = _copy("client", Column("name", Text, nullable=False), Column("time_zone", Text, nullable=False))
person = _copy("person", Column("name", Text, nullable=False), Column("email", Text, nullable=False))
thing_snapshot = Table(
    "thing_snapshot",
    metadata,
    Column("thing_id", Uuid, primary_key=True),
    Column("client_id", Uuid, nullable=False),
    Column("next_move", Text),
    Column("status", Text, nullable=False),
)
