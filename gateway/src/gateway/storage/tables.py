"""The gateway's tables: clients, accounts and tokens, which it owns, and the view of everybody's things.

The statements over them stand beside what uses them, in `identity/` and `view/`. Migrations make the tables.
"""

from chassis.database.tables import Moment, derived, thing_table
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)

metadata = MetaData()

client = thing_table("client", metadata, derived("name", Text, nullable=False, unique=True))
account = thing_table(
    "account",
    metadata,
    derived("email", Text, nullable=False, unique=True),
    derived("active", Boolean, nullable=False),
)
access_token = Table(
    "access_token",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id"), nullable=False, index=True),
    Column("client_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False, unique=True),
    Column("kind", Text, CheckConstraint("kind IN ('session', 'token')"), nullable=False),
    Column("name", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)
sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("who", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
)

thing = Table(
    "thing",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("client_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("next_side", Text),
    Column("next_account", Uuid),
    Column("next_team", Text),
    Column("due_at", Moment),
    Column("sort_at", Moment, nullable=False),
    Column("search", Text, nullable=False),
    Column("state", JSON, nullable=False),
    Column("moves", JSON),
    Column("only_for", Uuid),
)
"""The newest state of each thing.

`moves`: who may make which moves; a reader is shown their own only. `only_for`: the only account that may read it, or
PROVIDER."""
SEARCHED = func.to_tsvector(text("'simple'"), thing.c.search)
_NEWEST_FIRST = (thing.c.sort_at.desc(), thing.c.id.desc())
Index("thing_list", thing.c.client_id, thing.c.kind, *_NEWEST_FIRST)
Index("thing_open", thing.c.client_id, thing.c.kind, *_NEWEST_FIRST, postgresql_where=thing.c.open)
Index(
    "thing_moves", thing.c.client_id, thing.c.next_side, thing.c.due_at, thing.c.sort_at.desc(),
    postgresql_where=thing.c.next_side.is_not(None),
)  # fmt: skip
Index(
    "thing_decide", thing.c.client_id, thing.c.next_side, thing.c.due_at, thing.c.sort_at,
    postgresql_where=thing.c.kind == "decision",
)  # fmt: skip
Index("thing_mine", thing.c.next_account, postgresql_where=thing.c.next_account.is_not(None))
Index("thing_search", SEARCHED, postgresql_using="gin")

timeline = Table(
    "timeline",
    metadata,
    Column("subject", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("client_id", Uuid, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("actor_side", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("audience", Text, nullable=False),
    Column("correlation_id", Uuid),
    Column("data", JSON, nullable=False),
    Column("only_for", Uuid),
)
"""Every event, without the state it carried; `position` is the order in which they were projected."""
Index("timeline_position", timeline.c.position)

link = Table(
    "link",
    metadata,
    Column("subject", Uuid, primary_key=True),
    Column("relation", Text, primary_key=True),
    Column("other", Uuid, primary_key=True),
    Column("client_id", Uuid, nullable=False),
)
Index("link_other", link.c.other)

move_count = Table(
    "move_count",
    metadata,
    Column("client_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("side", Text, primary_key=True),
    Column("items", Integer, nullable=False),
)
"""How many things wait for each side, so that the start page never counts."""

view_status = Table(
    "view_status",
    metadata,
    Column("one", Boolean, CheckConstraint("one"), primary_key=True, server_default=text("true")),
    Column("position", BigInteger, nullable=False),
    Column("rebuilding_since", Moment),
    Column("up_to_date_at", Moment),
)
"""The view's status: one row."""
