"""An administrator gives nobody more than they have themselves, and takes over nobody who has more."""

from typing import Any
from uuid import UUID

import pytest
from chassis.domain.refusal import Refusal
from contracts.gateway.commands import ChangeAccount, CreateAccount
from contracts.gateway.state import Account
from contracts.vocabulary import PROVIDER
from gateway.identity.account_permissions import check_change, check_client_change, check_new_account, check_new_client

MILL, BAKERY = UUID(int=91), UUID(int=92)


def account(number: int, side: str = "provider", **fields: Any) -> Account:
    return Account.model_validate(
        {
            "id": UUID(int=number), "client_id": PROVIDER if side == "provider" else MILL, "version": 1,
            "email": f"{number}@example.com", "name": str(number), "side": side, "roles": ["administrator"], **fields,
        }
    )  # fmt: skip


FULL = account(1, every_client=True)
OF_THE_MILL = account(2, clients=[MILL])
COLLEAGUE = account(3, clients=[MILL], roles=["technician"])
OF_BOTH = account(4, clients=[MILL, BAKERY], roles=["technician"])
THE_MILLS_OWN = account(5, "client")
BOSS = account(6, "client", roles=["decider"])


def new(side: str, **fields: Any) -> CreateAccount:
    role = "technician" if side == "provider" else "requester"
    return CreateAccount.model_validate(
        {"email": "a@b.pl", "name": "A", "side": side, "roles": [role], "password": "a-long-password", **fields}
    )


def code_of(check: Any, *given: Any) -> str:
    try:
        check(*given)
    except Refusal as refusal:
        return refusal.code
    return "allowed"


@pytest.mark.parametrize(
    ("by", "body", "code"),
    [
        (FULL, new("provider", every_client=True), "allowed"),
        (FULL, new("client", client=BAKERY), "allowed"),
        (OF_THE_MILL, new("provider", clients=[MILL]), "allowed"),
        (OF_THE_MILL, new("provider", every_client=True), "identity.reaches_further"),
        (OF_THE_MILL, new("provider", clients=[MILL, BAKERY]), "identity.reaches_further"),
        (OF_THE_MILL, new("client", client=MILL), "allowed"),
        (OF_THE_MILL, new("client", client=BAKERY), "view.not_found"),
        (OF_THE_MILL, new("client"), "gateway.client_missing"),
        (THE_MILLS_OWN, new("client"), "allowed"),
        (THE_MILLS_OWN, new("client", client=BAKERY), "view.not_found"),
        (THE_MILLS_OWN, new("client", every_client=True), "gateway.roles_do_not_fit"),
        (THE_MILLS_OWN, new("client", clients=[BAKERY]), "gateway.roles_do_not_fit"),
        (FULL, new("client", client=MILL, roles=["technician"]), "gateway.roles_do_not_fit"),
        (THE_MILLS_OWN, new("provider"), "identity.role_missing"),
        (COLLEAGUE, new("provider", clients=[MILL]), "identity.role_missing"),
    ],
)
def test_a_new_account(by: Account, body: CreateAccount, code: str) -> None:
    assert code_of(check_new_account, by, body) == code


@pytest.mark.parametrize(
    ("by", "whom", "change", "code"),
    [
        (FULL, OF_BOTH, {"every_client": True}, "allowed"),
        (OF_THE_MILL, COLLEAGUE, {"roles": ["coordinator"]}, "allowed"),
        (OF_THE_MILL, OF_THE_MILL, {"every_client": True}, "identity.reaches_further"),
        (OF_THE_MILL, OF_THE_MILL, {"clients": [BAKERY]}, "identity.reaches_further"),
        (OF_THE_MILL, COLLEAGUE, {"every_client": True}, "identity.reaches_further"),
        (OF_THE_MILL, OF_BOTH, {"active": False}, "identity.reaches_further"),
        (OF_THE_MILL, FULL, {"active": True}, "identity.reaches_further"),
        (OF_THE_MILL, BOSS, {"roles": ["requester"]}, "allowed"),
        (THE_MILLS_OWN, BOSS, {"clients": [BAKERY]}, "gateway.roles_do_not_fit"),
        (THE_MILLS_OWN, FULL, {"active": False}, "gateway.account_not_found"),
        (BOSS, BOSS, {"name": "New", "language": "en"}, "allowed"),
        (BOSS, BOSS, {"roles": ["administrator"]}, "identity.role_missing"),
    ],
)
def test_a_change(by: Account, whom: Account, change: dict[str, Any], code: str) -> None:
    """A new password is judged as a change of whether the account may be used."""
    assert code_of(check_change, by, whom, ChangeAccount.model_validate(change)) == code


def test_only_who_works_for_every_client_makes_a_new_one() -> None:
    codes = [code_of(check_new_client, by) for by in (FULL, OF_THE_MILL, THE_MILLS_OWN, COLLEAGUE)]

    assert codes == ["allowed", "identity.reaches_further", "identity.role_missing", "identity.role_missing"]


@pytest.mark.parametrize(
    ("by", "client", "code"),
    [
        (FULL, BAKERY, "allowed"),
        (OF_THE_MILL, MILL, "allowed"),
        (OF_THE_MILL, BAKERY, "view.not_found"),
        (THE_MILLS_OWN, MILL, "allowed"),
        (THE_MILLS_OWN, BAKERY, "view.not_found"),
        (BOSS, MILL, "identity.role_missing"),
        (COLLEAGUE, MILL, "identity.role_missing"),
    ],
)
def test_a_change_of_a_client(by: Account, client: UUID, code: str) -> None:
    assert code_of(check_client_change, by, client) == code
