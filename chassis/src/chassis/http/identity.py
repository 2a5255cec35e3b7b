"""Signs and verifies tokens: the gateway signs who acts for which client. Ed25519, valid five minutes, one client each.

Accounts, passwords and sessions belong to the gateway and are unknown here.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import get_args
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from chassis.domain.actor import Actor, Side
from chassis.domain.refusal import Refusal

ALGORITHM = "Ed25519"
LIFETIME = 300
"""Seconds for which a token is valid."""
LEEWAY = 30
AUDIENCE = "opslayer"
LONGEST = 4096
"""Maximum characters of a token. No account's roles need more, so a longer token is refused unread."""
REMEMBERED = 4096
_SIDES = get_args(Side)


@dataclass(frozen=True, slots=True)
class Identity:
    """The actor, and the one client whose data this request may touch."""

    actor: Actor
    client_id: UUID


class Signer:
    """Signs tokens with the private key. Only the gateway has one."""

    def __init__(self, private_pem: str) -> None:
        self._key = OKPKey.import_key(private_pem)

    @classmethod
    def from_file(cls, path: Path) -> "Signer":
        return cls(path.read_text())

    def sign(self, actor: Actor, client_id: UUID, now: float | None = None) -> str:
        """Returns a token that lets `actor` act on `client_id` for LIFETIME seconds."""
        issued = int(time.time() if now is None else now)
        claims = {
            "aud": AUDIENCE,
            "iat": issued,
            "exp": issued + LIFETIME,
            "sub": str(actor.id) if actor.id else "",
            "name": actor.name,
            "side": actor.side,
            "roles": sorted(actor.roles),
            "client": str(client_id),
            "person": str(actor.person_id) if actor.person_id else "",
        }
        return jwt.encode({"alg": ALGORITHM}, claims, self._key, algorithms=[ALGORITHM])


class Verifier:
    """Verifies tokens and remembers them until they expire, because verifying a signature costs as much as a query."""

    def __init__(self, public_pem: str) -> None:
        self._key = OKPKey.import_key(public_pem)
        self._known: OrderedDict[str, tuple[float, Identity]] = OrderedDict()

    @classmethod
    def from_file(cls, path: Path) -> "Verifier":
        return cls(path.read_text())

    def verify(self, token: str) -> Identity:
        """Returns the identity in a token. Refuses every kind of flaw with `identity.token_not_valid`."""
        known = self._known.get(token)
        if known is None or known[0] < time.time():
            known = self._known[token] = self._check(token)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return known[1]

    def _check(self, token: str) -> tuple[float, Identity]:
        try:
            if len(token) > LONGEST:
                raise ValueError("too long")
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            rules = jwt.JWTClaimsRegistry(
                leeway=LEEWAY, aud={"essential": True, "value": AUDIENCE}, exp={"essential": True}
            )
            rules.validate(claims)
            if claims["side"] not in _SIDES:
                raise ValueError("no such side")
            actor = Actor(
                side=claims["side"],
                name=claims["name"],
                id=UUID(claims["sub"]) if claims["sub"] else None,
                roles=frozenset(claims["roles"]),
                person_id=UUID(claims["person"]) if claims.get("person") else None,
            )
            return float(claims["exp"]), Identity(actor, UUID(claims["client"]))
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Refusal("identity.token_not_valid", "forbidden") from error
