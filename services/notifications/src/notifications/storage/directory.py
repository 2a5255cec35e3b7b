"""The directory: accounts, people and clients, copied from their owners' journals. It says who can be notified, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Row, Transaction
from chassis.database.statements import Statement, keep_newer
from contracts.vocabulary import PROVIDER
from sqlalchemy import ARRAY, Table, Text, Uuid, and_, any_, bindparam, or_, select

from notifications.domain.preferences import MailChoice
from notifications.domain.recipients import Notice, Recipient
from notifications.storage.preferences import PREFERENCES
from notifications.storage.tables import account, client, person, preferences

_CLIENT, _PEOPLE = bindparam("client_id", type_=Uuid), bindparam("people", type_=ARRAY(Uuid))
_SEES_CLIENT = or_(account.c.every_client, any_(account.c.clients) == _CLIENT)


def _has_role(side: str) -> Any:
    roles = bindparam(f"{side}_roles", type_=ARRAY(Text))
    return and_(account.c.side == side, account.c.roles.bool_op("&&")(roles))


_RECIPIENTS = Statement(
    select(account, preferences.c.state, preferences.c.state_version)
    .select_from(account.outerjoin(preferences, preferences.c.account_id == account.c.id))
    .where(
        account.c.active,
        or_(account.c.client_id == _CLIENT, and_(account.c.side == "provider", _SEES_CLIENT)),
        or_(
            account.c.id == any_(_PEOPLE),
            account.c.person_id == any_(_PEOPLE),
            _has_role("client"),
            _has_role("provider"),
        ),
    )
    .order_by(account.c.id)
)
_PERSON = Statement(select(person.c.name, person.c.email).where(person.c.id == bindparam("id")))
_CLIENT_PROFILE = Statement(select(client.c.name, client.c.time_zone).where(client.c.id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class ClientProfile:
    """What a mail says of a client."""

    name: str = ""
    time_zone: str = "Europe/Warsaw"


@dataclass(frozen=True, slots=True)
class EmailContact:
    """Where somebody is written to."""

    email: str
    name: str


async def upsert(transaction: Transaction, table: Table, state: object, **instead: Any) -> None:
    """Keeps a state's attributes as a row; a state that is older than the row changes nothing."""
    values = {one.name: instead.get(one.name, getattr(state, one.name)) for one in table.c}
    await transaction.execute(*keep_newer(table)(**values))


async def recipients_of(transaction: Transaction, client_id: UUID, notices: Sequence[Notice]) -> list[Recipient]:
    """Active accounts that may see this client and that one of these notices could mean."""
    people = [one for notice in notices for one in notice.people]
    return [_recipient(row) for row in await _accounts(transaction, client_id, people, notices)]


async def email_contact(transaction: Transaction, client_id: UUID, account_or_person: UUID) -> EmailContact | None:
    """Where the account or person is written to: the active account's address first, then the person's own."""
    rows = await _accounts(transaction, client_id, [account_or_person], ())
    row = rows[0] if rows else await transaction.row(*_PERSON(id=account_or_person))
    return EmailContact(row["email"], row["name"]) if row else None


async def client_profile(transaction: Transaction, client_id: UUID) -> ClientProfile:
    """The client's name and time zone; empty as long as it is not in the directory."""
    row = await transaction.row(*_CLIENT_PROFILE(id=client_id))
    return ClientProfile(row["name"], row["time_zone"]) if row else ClientProfile()


async def _accounts(
    transaction: Transaction, client_id: UUID, people: Sequence[UUID], notices: Sequence[Notice]
) -> list[Row]:
    await transaction.scope_to(client_id, PROVIDER)
    roles = {
        f"{side}_roles": sorted({role for one in notices if one.side == side for group in one.roles for role in group})
        for side in ("client", "provider")
    }
    return await transaction.rows(*_RECIPIENTS(client_id=client_id, people=people, **roles))


def _recipient(row: Row) -> Recipient:
    return Recipient(
        account_id=row["id"],
        side=row["side"],
        roles=frozenset(row["roles"]),
        email=row["email"],
        name=row["name"],
        language=row["language"],
        person_id=row["person_id"],
        mail=PREFERENCES.read(row).mail if row["state"] else MailChoice(),
    )
