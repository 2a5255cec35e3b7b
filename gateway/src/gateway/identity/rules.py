"""Who may manage clients and accounts. Pure: an account, what it wants, a refusal or nothing."""

from uuid import UUID

from chassis.refusal import Refusal
from contracts.gateway.commands import ChangeAccount, CreateAccount
from contracts.gateway.state import Account
from contracts.vocabulary import PROVIDER

CLIENT_ROLES = frozenset({"requester", "decider", "administrator"})
PROVIDER_ROLES = frozenset({"technician", "coordinator", "administrator"})


def check_new_account(by: Account, body: CreateAccount) -> UUID:
    """The client the new account belongs to; refuses what `by` may not make, or what does not fit together."""
    _check_administrator(by)
    allowed = CLIENT_ROLES if body.side == "client" else PROVIDER_ROLES
    if body.side == "system" or not allowed.issuperset(body.roles):
        raise Refusal("gateway.roles_do_not_fit", "invalid", side=body.side, allowed=sorted(allowed))
    if body.side == "provider":
        if by.side != "provider":
            raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
        return PROVIDER
    client = by.client_id if by.side == "client" else body.client
    if client is None:
        raise Refusal("gateway.client_missing", "invalid")
    if body.client not in (None, client):
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
    allowed = CLIENT_ROLES if account.side == "client" else PROVIDER_ROLES
    if body.roles is not None and not allowed.issuperset(body.roles):
        raise Refusal("gateway.roles_do_not_fit", "invalid", side=account.side, allowed=sorted(allowed))
    if account.side == "client" and (body.clients or body.every_client):
        raise Refusal("gateway.roles_do_not_fit", "invalid", side="client")


def check_provider_administrator(by: Account) -> None:
    """Only the provider's administrators make clients."""
    _check_administrator(by)
    if by.side != "provider":
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])


def _check_administrator(by: Account) -> None:
    if "administrator" not in by.roles:
        raise Refusal("identity.role_missing", "forbidden", needed=["administrator"])
