"""What happens to clients and accounts."""

from typing import ClassVar

from contracts.envelope import Event, declared
from contracts.gateway.state import Account, Client


class ClientRegistered(Event, type="gateway.client.registered.v1"):
    """A company joined."""

    state: Client


class ClientChanged(Event, type="gateway.client.changed.v1"):
    """Its name, language, currency, time zone, country or region is another one."""

    state: Client


class AccountCreated(Event, type="gateway.account.created.v1"):
    """Somebody got a login."""

    state: Account


class AccountChanged(Event, type="gateway.account.changed.v1"):
    """Roles, clients, language, name or whether it may be used."""

    state: Account


class PasswordChanged(Event, type="gateway.account.password_changed.v1"):
    """The account has another password; every session of it has ended."""

    AUDIENCE: ClassVar[str] = "provider"
    state: Account


EVENTS = declared(globals(), Event)
