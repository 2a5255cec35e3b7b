"""The people we may tell something, and the clients' names: a copy of what their owners say, kept from the journals."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson
from chassis.database import Row, Transaction
from contracts.assets.state import Person
from contracts.gateway.state import Account, Client
from contracts.vocabulary import PROVIDER

from notifications.domain.happening import Importance
from notifications.domain.preferences import EVERYTHING
from notifications.domain.telling import Recipient, Telling
from notifications.storage.rows import plain

_KEEP_ACCOUNT = """INSERT INTO account (id, client_id, version, email, name, side, roles, language, active, person_id,
  clients, every_client) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, email = excluded.email, name = excluded.name,
  roles = excluded.roles, language = excluded.language, active = excluded.active, person_id = excluded.person_id,
  clients = excluded.clients, every_client = excluded.every_client
WHERE account.version < excluded.version"""
_KEEP_CLIENT = """INSERT INTO client (id, client_id, version, name, time_zone) VALUES ($1, $1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, time_zone = excluded.time_zone
WHERE client.version < excluded.version"""
_KEEP_PERSON = """INSERT INTO person (id, client_id, version, name, email) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, email = excluded.email
WHERE person.version < excluded.version"""
_PEOPLE = """SELECT account.*, preferences.mail FROM account LEFT JOIN preferences ON preferences.account_id = account.id
WHERE active AND (account.client_id = $1 OR side = 'provider' AND (every_client OR $1 = ANY (clients)))
  AND (account.id = ANY ($2::uuid[]) OR person_id = ANY ($2::uuid[])
    OR side = 'client' AND roles && $3::text[] OR side = 'provider' AND roles && $4::text[])
ORDER BY account.id"""


@dataclass(frozen=True, slots=True)
class ClientCard:
    """What a mail says of a client."""

    name: str = ""
    time_zone: str = "Europe/Warsaw"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where somebody is written to."""

    email: str
    name: str


async def keep_account(transaction: Transaction, account: Account) -> None:
    """Keeps an account as it is now; what is older than what is known changes nothing."""
    await transaction.execute(
        _KEEP_ACCOUNT,
        account.id,
        account.client_id,
        account.version,
        account.email,
        account.name,
        account.side,
        list(account.roles),
        account.language,
        account.active,
        account.person_id,
        account.clients,
        account.every_client,
    )


async def keep_client(transaction: Transaction, client: Client) -> None:
    """Keeps a client's name and time zone as they are now."""
    await transaction.execute(_KEEP_CLIENT, client.id, client.version, client.name, client.time_zone)


async def keep_person(transaction: Transaction, person: Person) -> None:
    """Keeps where somebody of the client can be written to; they need not have an account."""
    email = person.email or person.private_email
    await transaction.execute(_KEEP_PERSON, person.id, person.client_id, person.version, person.name, email)


async def people_for(transaction: Transaction, client_id: UUID, told: Sequence[Telling]) -> list[Recipient]:
    """Active accounts that may see this client and that one of these tellings could mean."""
    await transaction.scope_to(client_id, PROVIDER)
    named = [one for telling in told for one in telling.named]
    roles = {
        side: sorted({role for telling in told if telling.side == side for group in telling.roles for role in group})
        for side in ("client", "provider")
    }
    rows = await transaction.rows(_PEOPLE, client_id, named, roles["client"], roles["provider"])
    return [_recipient(row) for row in rows]


async def mailbox_of(transaction: Transaction, client_id: UUID, account_or_person: UUID) -> Mailbox | None:
    """Where the account or person is written to: the active account's address first, then the person's own."""
    await transaction.scope_to(client_id, PROVIDER)
    row = await transaction.row(_PEOPLE, client_id, [account_or_person], [], [])
    if row is None:
        row = await transaction.row("SELECT name, email FROM person WHERE id = $1", account_or_person)
    return Mailbox(row["email"], row["name"]) if row else None


async def knows(transaction: Transaction, client_id: UUID, account_id: UUID) -> bool:
    """True when the account has been heard of, active or not."""
    await transaction.scope_to(client_id, PROVIDER)
    return await transaction.value("SELECT 1 FROM account WHERE id = $1", account_id) is not None


async def client_card(transaction: Transaction, client_id: UUID) -> ClientCard:
    """The client's name and time zone; empty as long as it has not been heard of."""
    row = await transaction.row("SELECT name, time_zone FROM client WHERE id = $1", client_id)
    return ClientCard(row["name"], row["time_zone"]) if row else ClientCard()


def _recipient(row: Row) -> Recipient:
    mail: dict[Importance, bool] = {**EVERYTHING, **orjson.loads(row["mail"] or "{}")}
    values = plain(row)
    return Recipient(
        account_id=values["id"],
        side=row["side"],
        roles=frozenset(row["roles"]),
        email=row["email"],
        name=row["name"],
        language=row["language"],
        person_id=values["person_id"],
        mail=frozenset(importance for importance, on in mail.items() if on),
    )
