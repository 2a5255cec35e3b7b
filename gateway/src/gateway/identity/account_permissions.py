"""Decides who may manage which clients and accounts. Pure; each check refuses or returns."""

from collections.abc import Sequence
from uuid import UUID

from chassis.domain.refusal import Refusal
from contracts.gateway.commands import ChangeAccount, CreateAccount
from contracts.gateway.state import Account
from contracts.vocabulary import PROVIDER, Side

CLIENT_ROLES = frozenset({"requester", "decider", "administrator"})
PROVIDER_ROLES = frozenset({"technician", "coordinator", "administrator"})


def check_new_account(caller: Account, body: CreateAccount) -> UUID:
    """Returns the client of the new account; refuses what the caller may not create, and roles that do not fit."""
    _check_administrator(caller)
    if body.side == "system":
        raise Refusal("gateway.roles_do_not_fit", "invalid", side=body.side)
    _check_roles(body.side, body.roles, works_for_clients=bool(body.clients or body.every_client))
    if body.side == "provider":
        _check_clients_covered(caller, body.every_client, body.clients)
        return PROVIDER
    client = caller.client_id if caller.side == "client" else body.client
    if client is None:
        raise Refusal("gateway.client_missing", "invalid")
    _check_client(caller, body.client or client)
    return client


def check_change(caller: Account, account: Account, body: ChangeAccount) -> None:
    """Lets administrators change accounts with no more clients than their own; everybody their own name and language."""
    if caller.id == account.id and not body.model_fields_set - {"name", "language"}:
        return
    _check_administrator(caller)
    if caller.side == "client" and account.client_id != caller.client_id:
        raise Refusal("gateway.account_not_found", "not_found", id=str(account.id))
    _check_roles(account.side, body.roles or [], works_for_clients=bool(body.clients or body.every_client))
    if account.side == "provider":
        _check_clients_covered(caller, account.every_client, account.clients)
        _check_clients_covered(caller, bool(body.every_client), body.clients or [])


def check_new_client(caller: Account) -> None:
    """Lets only the provider's administrators who work for every client register another one."""
    _check_administrator(caller)
    _check_clients_covered(caller, True, [])


def check_client_change(caller: Account, client: UUID) -> None:
    """Lets administrators change their own company, and the provider's those they work for."""
    _check_administrator(caller)
    _check_client(caller, client)


def _check_client(caller: Account, client: UUID) -> None:
    own = client == caller.client_id if caller.side == "client" else _covers_clients(caller, False, [client])
    if not own:
        raise Refusal("view.not_found", "not_found", kind="client", id=str(client))


def _check_roles(side: Side, roles: Sequence[str], *, works_for_clients: bool) -> None:
    allowed = CLIENT_ROLES if side == "client" else PROVIDER_ROLES
    if not allowed.issuperset(roles) or (side == "client" and works_for_clients):
        raise Refusal("gateway.roles_do_not_fit", "invalid", side=side, allowed=sorted(allowed))


def _check_clients_covered(caller: Account, every_client: bool, clients: Sequence[UUID]) -> None:
    """Refuses to create or take over an account with more clients than the caller's own."""
    if caller.side != "provider":
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
    if not _covers_clients(caller, every_client, clients):
        raise Refusal("identity.reaches_further", "forbidden")


def _covers_clients(caller: Account, every_client: bool, clients: Sequence[UUID]) -> bool:
    return caller.every_client or (not every_client and set(clients) <= set(caller.clients))


def _check_administrator(caller: Account) -> None:
    if "administrator" not in caller.roles:
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
