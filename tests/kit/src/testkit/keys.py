"""Makes a key pair for tokens, and tokens signed with it."""

from uuid import UUID

from chassis.domain.actor import Actor
from chassis.http.identity import Signer, Verifier
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


class KeyPair:
    """A new Ed25519 pair, as PEM and as signer and verifier."""

    def __init__(self) -> None:
        key = Ed25519PrivateKey.generate()
        self.private_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        self.public_pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.signer = Signer(self.private_pem)
        self.verifier = Verifier(self.public_pem)

    def headers(self, actor: Actor, client_id: UUID, **more: str) -> dict[str, str]:
        """Returns the headers of a signed request. `idempotency_key="x"` becomes `Idempotency-Key: x`."""
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"authorization": f"Bearer {self.signer.sign(actor, client_id)}", **named}
