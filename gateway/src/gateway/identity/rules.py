"""Who may manage clients and accounts. Pure: an account, what it wants, a refusal or nothing."""

from collections.abc import Sequence
from uuid import UUID

from chassis.domain.refusal import Refusal
from contracts.gateway.commands import ChangeAccount, CreateAccount
from contracts.gateway.state import Account
from contracts.vocabulary import PROVIDER, Side

CLIENT_ROLES = frozenset({"requester", "decider", "administrator"})
PROVIDER_ROLES = frozenset({"technician", "coordinator", "administrator"})


def check_new_account(by: Account, body: CreateAccount) -> UUID:
    """The client the new account belongs to; refuses what `by` may not make, or what does not fit together."""
    _check_administrator(by)
    if body.side == "system":
        raise Refusal("gateway.roles_do_not_fit", "invalid", side=body.side)
    _check_roles(body.side, body.roles, works_for_clients=bool(body.clients or body.every_client))
    if body.side == "provider":
        _check_reach(by, body.every_client, body.clients)
        return PROVIDER
    client = by.client_id if by.side == "client" else body.client
    if client is None:
        raise Refusal("gateway.client_missing", "invalid")
    if body.client not in (None, client) or not (by.side == "client" or _reaches(by, False, [client])):
        raise Refusal("view.not_found", "not_found", kind="client", id=str(body.client))
    return client


def check_change(by: Account, account: Account, body: ChangeAccount) -> None:
    """Administrators change accounts of their own side's reach; everybody changes their own name and language."""
    own = by.id == account.id and not body.model_fields_set - {"name", "language"}
    if own:
        return
    _check_administrator(by)
    if by.side == "client" and account.client_id != by.client_id:
        raise Refusal("gateway.account_not_found", "not_found", id=str(account.id))
    _check_roles(account.side, body.roles or [], works_for_clients=bool(body.clients or body.every_client))
    if account.side == "provider":
        _check_reach(by, account.every_client, account.clients)
        _check_reach(by, bool(body.every_client), body.clients or [])


def check_new_client(by: Account) -> None:
    """Only the provider's administrators who work for every client make a new one."""
    _check_administrator(by)
    _check_reach(by, True, [])


def _check_roles(side: Side, roles: Sequence[str], *, works_for_clients: bool) -> None:
    allowed = CLIENT_ROLES if side == "client" else PROVIDER_ROLES
    if not allowed.issuperset(roles) or (side == "client" and works_for_clients):
        raise Refusal("gateway.roles_do_not_fit", "invalid", side=side, allowed=sorted(allowed))


def _check_reach(by: Account, every_client: bool, clients: Sequence[UUID]) -> None:
    """Nobody gives, or takes over, an account that reaches further than their own."""
    if by.side != "provider":
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
    if not _reaches(by, every_client, clients):
        raise Refusal("identity.reaches_further", "forbidden")


def _reaches(by: Account, every_client: bool, clients: Sequence[UUID]) -> bool:
    return by.every_client or (not every_client and set(clients) <= set(by.clients))


def _check_administrator(by: Account) -> None:
    if "administrator" not in by.roles:
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
