"""What happens to clients and accounts."""

from typing import ClassVar

from contracts.envelope import Event, declared
from contracts.gateway.state import Account, Client


class ClientRegistered(Event):
    """A company joined."""

    TYPE: ClassVar[str] = "gateway.client.registered.v1"
    state: Client


class ClientChanged(Event):
    """Its name, language, currency, time zone, country or region is another one."""

    TYPE: ClassVar[str] = "gateway.client.changed.v1"
    state: Client


class AccountCreated(Event):
    """Somebody got a login."""

    TYPE: ClassVar[str] = "gateway.account.created.v1"
    state: Account


class AccountChanged(Event):
    """Roles, clients, language, name or whether it may be used."""

    TYPE: ClassVar[str] = "gateway.account.changed.v1"
    state: Account


class PasswordChanged(Event):
    """The account has another password; every session of it has ended."""

    TYPE: ClassVar[str] = "gateway.account.password_changed.v1"
    AUDIENCE: ClassVar[str] = "provider"
    state: Account


EVENTS = declared(globals(), Event)
