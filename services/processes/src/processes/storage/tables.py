"""The tables of processes and decisions; their requests, the published scenarios, what models cost, and clients.

Migrations make them (`migrations/sql/0001_tables.sql`) and are checked against this.
"""

from chassis.database.tables import Moment, derived, thing_table
from sqlalchemy import BigInteger, Column, Date, Index, Integer, MetaData, Table, Text, Uuid

from processes.domain.timers import next_timer

metadata = MetaData()

process = thing_table(
    "process",
    metadata,
    derived("scenario", Text, nullable=False),
    derived("scenario_version", Integer, nullable=False),
    derived("status", Text, nullable=False),
    derived("phase", Text),
    derived("starter", Uuid, "started_by.id"),
    derived("opened_at", Moment, nullable=False),
    derived("ended_at", Moment),
    derived("ready_on", Date),
    derived("next_timer", Moment, next_timer),
)
Index("process_timer", process.c.next_timer, postgresql_where=process.c.next_timer.is_not(None))

decision = thing_table(
    "decision",
    metadata,
    derived("process_id", Uuid, nullable=False),
    derived("step", Text, nullable=False),
    derived("status", Text, nullable=False),
    derived("role", Text, nullable=False),
    derived("requested_at", Moment, nullable=False),
    derived("decided_at", Moment),
    derived("next_timer", Moment),
)
Index("decision_timer", decision.c.next_timer, postgresql_where=decision.c.next_timer.is_not(None))

request = Table(
    "request",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("client_id", Uuid, nullable=False),
    Column("process_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
)
"""What processes asked of other services. The answer names the id."""

scenario = Table(
    "scenario",
    metadata,
    Column("key", Text, primary_key=True),
    Column("scenario_version", Integer, primary_key=True),
    Column("client_id", Uuid, nullable=False),
)
"""The versions of scenarios that were published; their content comes with the service, in `scenarios/`."""

model_price = Table(
    "model_price",
    metadata,
    Column("model_id", Uuid, primary_key=True),
    Column("client_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
)

client = Table(
    "client",
    metadata,
    Column("client_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("region", Text),
    Column("currency", Text, nullable=False),
)
SCOPED = ("process", "decision", "request", "scenario", "model_price", "client")
"""Tables whose rows have a client."""
