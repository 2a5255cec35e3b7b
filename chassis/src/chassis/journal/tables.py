"""Declares the tables that every service has: journal, counters, relay marks and lease, inbox, parked messages.

Each service declares its business tables in `storage/tables.py`. `sql/journal.sql` creates the tables declared here.
"""

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from chassis.database.tables import Moment

metadata = MetaData()
JOURNAL_SCRIPTS = ("sql/journal.sql", "sql/journal_append.sql", "sql/inbox_move.sql")
"""Files of this package that create these tables and the functions on them."""

journal = Table(
    "journal",
    metadata,
    Column("shard", SmallInteger, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("client_id", Uuid, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("actor_side", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("audience", Text, nullable=False),
    Column("correlation_id", Uuid),
    Column("causation_id", Uuid),
    Column("addressee", Text),
    Column("traceparent", Text),
    Column("command_key", Text),
    Column("command_digest", Text),
    Column("data", JSON, nullable=False),
    UniqueConstraint("subject", "version"),
)
Index(
    "journal_command", journal.c.client_id, journal.c.command_key, unique=True,
    postgresql_where=journal.c.command_key.is_not(None),
)  # fmt: skip
Index("journal_causation", journal.c.causation_id, postgresql_where=journal.c.causation_id.is_not(None))

journal_generation = Table(
    "journal_generation",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("generation", Uuid, nullable=False, unique=True),
    Column("started_at", Moment, nullable=False, server_default=text("now()")),
    Column("base", ARRAY(BigInteger), nullable=False),
)
journal_shard = Table(
    "journal_shard",
    metadata,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("head", BigInteger, nullable=False, server_default=text("0")),
)
relay_mark = Table(
    "relay_mark",
    metadata,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("sent", BigInteger, nullable=False, server_default=text("0")),
)
lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("until", Moment, nullable=False),
)
inbox = Table(
    "inbox",
    metadata,
    Column("source", Text, primary_key=True),
    Column("generation", Text, primary_key=True),
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("applied_at", Moment, nullable=False, server_default=text("now()")),
    Column("ended_at", Moment),
)
parked = Table(
    "parked",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("place", Text, nullable=False, unique=True),
    Column("source", Text),
    Column("shard", SmallInteger),
    Column("seq", BigInteger),
    Column("event_id", Uuid),
    Column("type", Text),
    Column("subject", Uuid),
    Column("client_id", Uuid),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("parked_at", Moment, nullable=False, server_default=text("now()")),
    Column("released_at", Moment),
    Column("released_by", Text),
)
Index("parked_open", parked.c.subject, parked.c.id, postgresql_where=parked.c.released_at.is_(None))
Index("parked_released", parked.c.subject, parked.c.released_at, postgresql_where=parked.c.released_at.is_not(None))
