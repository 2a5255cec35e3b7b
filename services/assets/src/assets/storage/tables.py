"""The tables of assets, people, models and hand-overs; numbers of tags, and what decisions of the client allow.

Migrations make them (`migrations/sql/0001_tables.sql`) and are checked against this.
"""

from collections.abc import Iterator
from typing import Any

from chassis.database.tables import Moment, derived, thing_table
from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, MetaData, Table, Text, UniqueConstraint, Uuid

metadata = MetaData()


def _texts(*names: str) -> Iterator[Column[Any]]:
    return (derived(name, Text, nullable=False) for name in names)


def _days(*names: str) -> Iterator[Column[Any]]:
    return (derived(name, Date) for name in names)


def _key(name: str) -> Column[Any]:
    """A text that names a thing where there is one; without one it is NULL, so that it can be unique."""
    return derived(name, Text, lambda thing: getattr(thing, name) or None)


model = thing_table(
    "model",
    metadata,
    *_texts("manufacturer", "name", "category"),
    *_days("support_ends_on"),
    UniqueConstraint("client_id", "manufacturer", "name"),
)
person = thing_table(
    "person",
    metadata,
    _key("email"),
    _key("external_key"),
    *_texts("name", "status", "department", "site"),
    derived("manager_id", Uuid, "manager.id"),
    *_days("starts_on", "last_day"),
    UniqueConstraint("client_id", "external_key"),
)
Index("person_email", person.c.client_id, person.c.email)

asset = thing_table(
    "asset",
    metadata,
    *_texts("tag", "serial", "category", "status", "owned"),
    _key("external_key"),
    derived("substate", Text),
    derived("model_id", Uuid),
    derived("holder_kind", Text, "holder.kind"),
    derived("holder_id", Uuid, "holder.id"),
    derived("holder_name", Text, "holder.name"),
    derived("held_since", Moment),
    derived("reserved_for", Uuid, "reserved_for.id"),
    *_days("purchased_on", "warranty_until", "lease_until"),
    UniqueConstraint("client_id", "tag"),
    CheckConstraint("status <> 'in_use' OR holder_kind IS NOT NULL", "asset_in_use_has_a_holder"),
)
Index("asset_in_stock", asset.c.client_id, asset.c.status, asset.c.substate, asset.c.category)
Index("asset_holder", asset.c.holder_id)

handover = thing_table(
    "handover",
    metadata,
    *_texts("kind"),
    derived("asset_id", Uuid, nullable=False),
    derived("at", Moment, nullable=False),
    derived("from_person_id", Uuid, "from_holder.id"),
    derived("to_person_id", Uuid, "to_holder.id"),
    derived("accepted_at", Moment),
)
Index("handover_asset", handover.c.asset_id, handover.c.at)

asset_number = Table(
    "asset_number",
    metadata,
    Column("client_id", Uuid, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
permit = Table(
    "permit",
    metadata,
    Column("decision_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, primary_key=True),
    Column("move", Text, primary_key=True),
    Column("client_id", Uuid, nullable=False),
    Column("process_id", Uuid, nullable=False, index=True),
    Column("used_at", Moment),
)
ended_process = Table(
    "ended_process",
    metadata,
    Column("process_id", Uuid, primary_key=True),
    Column("client_id", Uuid, nullable=False),
)
SCOPED = ("model", "person", "asset", "handover", "asset_number", "permit", "ended_process")
"""Tables whose rows have a client."""
