"""The demonstration's accounts and their passwords.

Each password is derived from the administrator's: creating the demonstration again finds the same ones, and nobody can
guess them without knowing the administrator's.
"""

import hmac
from base64 import b32encode
from hashlib import sha256

from embedded_platform.errors import OperatorError
from importers.gateway_client import Gateway, Json, key_of
from installation.first_start import SignIn
from installation.secret_files import Credentials

from demonstration.company import LOGINS, Login


def make_accounts(gateway: Gateway, client: Json, administrator: Credentials) -> dict[Login, SignIn]:
    """Creates the accounts that are missing; returns all sign-ins."""
    there = {account["email"] for account in gateway.all("/api/accounts")}
    people = {person["email"]: person for person in gateway.all("/api/people", client=str(client["id"]))}
    sign_ins: dict[Login, SignIn] = {}
    for login in LOGINS:
        password = password_for(login.email, administrator)
        if login.email not in there:
            _make(gateway, client, login, password, people.get(login.email))
        sign_ins[login] = SignIn(login.who, login.email, password)
    return sign_ins


def password_for(email: str, administrator: Credentials) -> str:
    """Twelve letters and digits, the same each time."""
    digest = hmac.new(administrator.password.encode(), email.encode(), sha256).digest()
    return b32encode(digest)[:12].decode().lower()


def _make(gateway: Gateway, client: Json, login: Login, password: str, person: Json | None) -> None:
    body: Json = {
        "email": login.email,
        "name": login.name,
        "side": login.side,
        "roles": [login.role],
        "password": password,
    }
    if login.side == "client":
        body |= {"client": client["id"], **({"person_id": person["id"]} if person else {})}
    else:
        body |= {"clients": [client["id"]]}
    answer = gateway.post("/api/accounts", body, key_of("/api/accounts", body))
    if not answer.accepted and answer.code != "http.already_there":
        raise OperatorError(f"The account {login.email} could not be created ({answer.code}).")
