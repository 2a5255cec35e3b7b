"""A signed token stands for an identity, and every kind of invalid token is refused."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from chassis.domain.actor import Actor
from chassis.domain.refusal import Refusal
from chassis.http.identity import AUDIENCE, LEEWAY, LIFETIME, LONGEST, REMEMBERED, Verifier
from chassis.http.problems import of_refusal
from joserfc import jwt
from joserfc.jwk import OKPKey
from testkit.keys import KeyPair

CLIENT = UUID(int=7)
ANNA = Actor("client", "Anna Żak", UUID(int=1), frozenset({"requester", "decider"}), UUID(int=11))
KEYS = KeyPair()


def claims(**changed: object) -> dict[str, object]:
    now = int(time.time())
    return {
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + LIFETIME,
        "sub": str(ANNA.id),
        "name": ANNA.name,
        "side": "client",
        "roles": [],
        "client": str(CLIENT),
    } | changed


def signed(of: dict[str, object], pem: str = KEYS.private_pem, algorithm: str = "Ed25519") -> str:
    return jwt.encode({"alg": algorithm}, of, OKPKey.import_key(pem), algorithms=[algorithm])


def unsigned(header: dict[str, object], of: dict[str, object], signature: bytes = b"") -> str:
    parts = [json.dumps(header).encode(), json.dumps(of).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def with_hmac_of_public_key() -> str:
    message = unsigned({"alg": "HS256"}, claims()).removesuffix(".")
    signature = hmac.digest(KEYS.public_pem.encode(), message.encode(), "sha256")
    return f"{message}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


FLAWS: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "no token at all": lambda: "hello",
    "three dots": lambda: "...",
    "algorithm none": lambda: unsigned({"alg": "none"}, claims()),
    "algorithm None": lambda: unsigned({"alg": "None"}, claims()),
    "no algorithm": lambda: unsigned({}, claims()),
    "signature cut off": lambda: signed(claims()).rpartition(".")[0] + ".",
    "another key": lambda: signed(claims(), KeyPair().private_pem),
    "public key as secret": with_hmac_of_public_key,
    "content changed": lambda: unsigned({"alg": "Ed25519"}, claims(side="provider"), b"x" * 64),
    "another audience": lambda: signed(claims(aud="elsewhere")),
    "no audience": lambda: signed({name: value for name, value in claims().items() if name != "aud"}),
    "expired": lambda: signed(claims(exp=int(time.time()) - LEEWAY - 1)),
    "never expires": lambda: signed({name: value for name, value in claims().items() if name != "exp"}),
    "expiry is no number": lambda: signed(claims(exp="tomorrow")),
    "not yet valid": lambda: signed(claims(nbf=int(time.time()) + 600)),
    "no client": lambda: signed({name: value for name, value in claims().items() if name != "client"}),
    "person is no id": lambda: signed(claims(person="Anna")),
    "client is no id": lambda: signed(claims(client="all")),
    "a side that does not exist": lambda: signed(claims(side="root")),
    "roles that are none": lambda: signed(claims(roles=None)),
    "huge": lambda: signed(claims(name="x" * LONGEST)),
    "a megabyte of dots": lambda: "." * 1_000_000,
}


def test_a_token_says_who_acts_and_for_which_client() -> None:
    identity = KEYS.verifier.verify(KEYS.signer.sign(ANNA, CLIENT))

    assert (identity.actor, identity.client_id) == (ANNA, CLIENT)


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flawed_token_is_nobodys(flaw: str) -> None:
    with pytest.raises(Refusal) as refused:
        KEYS.verifier.verify(FLAWS[flaw]())

    assert refused.value.code == "identity.token_not_valid"
    answer = of_refusal(refused.value)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_huge_token_is_refused_without_looking_at_it() -> None:
    huge = "x" * 10_000_000
    started = time.perf_counter()

    with pytest.raises(Refusal):
        KEYS.verifier.verify(huge)

    assert time.perf_counter() - started < 0.1


def test_a_remembered_token_still_expires() -> None:
    verifier = Verifier(KEYS.public_pem)
    token = KEYS.signer.sign(ANNA, CLIENT, now=time.time() - LIFETIME - LEEWAY + 1)
    assert verifier.verify(token).actor == ANNA

    time.sleep(2.1)

    with pytest.raises(Refusal):
        verifier.verify(token)


def test_no_more_tokens_are_remembered_than_agreed() -> None:
    verifier = Verifier(KEYS.public_pem)
    identity = KEYS.verifier.verify(KEYS.signer.sign(ANNA, CLIENT))
    for number in range(REMEMBERED + 50):
        verifier._known[str(number)] = (time.time() + 60, identity)

    verifier.verify(KEYS.signer.sign(ANNA, CLIENT))

    assert len(verifier._known) <= REMEMBERED
