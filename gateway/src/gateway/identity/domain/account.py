"""An account: a login with a side, roles, and a password of which only the hash is kept."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from chassis.domain.event import Event
from chassis.domain.stored import Stored


@dataclass(frozen=True, slots=True)
class Account(Stored):
    """An account. `clients` and `every_client`: for whom an account of the provider works."""

    id: UUID
    client_id: UUID
    email: str
    name: str
    side: str
    roles: tuple[str, ...]
    language: str
    password_hash: str = field(repr=False)
    """Private: the public state has no such field."""
    active: bool = True
    person_id: UUID | None = None
    clients: tuple[UUID, ...] = ()
    every_client: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class AccountCreated(Event):
    """Somebody got a login."""

    account: Account


@dataclass(frozen=True, slots=True)
class AccountChanged(Event):
    """Some of these changed; those that are None stayed."""

    name: str | None = None
    roles: tuple[str, ...] | None = None
    language: str | None = None
    active: bool | None = None
    clients: tuple[UUID, ...] | None = None
    every_client: bool | None = None


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    """The account has another password."""

    password_hash: str = field(repr=False)


AccountEvent = AccountCreated | AccountChanged | PasswordChanged
_CHANGEABLE = ("name", "roles", "language", "active", "clients", "every_client")


def evolve_account(account: Account | None, event: AccountEvent) -> Account:
    """Returns the account after the event."""
    if isinstance(event, AccountCreated):
        return replace(event.account, version=1)
    assert account is not None, "nothing happens to an account before it was created"
    if isinstance(event, PasswordChanged):
        return replace(account, version=account.version + 1, password_hash=event.password_hash)
    changed = {name: getattr(event, name) for name in _CHANGEABLE if getattr(event, name) is not None}
    return replace(account, version=account.version + 1, **changed)
