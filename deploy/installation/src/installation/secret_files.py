"""The secrets of an installation: signing keys, the services' shared token, the first administrator's sign-in.

They are created once and kept in files that only their owner may read.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from embedded_platform.data_folder import read_json, write_json, write_whole

DEFAULT_EMAIL = "admin@opslayer.example"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A sign-in. The password is empty when the operator gave it at an earlier start, because it is not stored then."""

    email: str
    password: str
    generated: bool


class SecretFiles:
    """The secrets in one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.signing_key = folder / "signing.pem"
        self.verify_key = folder / "verify.pem"
        self.administrator_file = folder / "administrator.json"
        self._feed_token = folder / "feed-token"
        if not self.verify_key.exists():
            self._make_keys()

    @property
    def feed_token(self) -> str:
        """The secret with which services read each other's feeds."""
        if not self._feed_token.exists():
            write_whole(self._feed_token, secrets.token_urlsafe(32))
        return self._feed_token.read_text()

    def administrator(self) -> Credentials:
        """The first administrator: from OPSLAYER_ADMIN_EMAIL and OPSLAYER_ADMIN_PASSWORD, else the one created at first."""
        known = read_json(self.administrator_file) or {}
        email = os.environ.get("OPSLAYER_ADMIN_EMAIL") or known.get("email") or DEFAULT_EMAIL
        given = os.environ.get("OPSLAYER_ADMIN_PASSWORD")
        if given:
            write_json(self.administrator_file, {"email": email, "password": None}, 0o600)
            return Credentials(email, given, generated=False)
        if known.get("email") == email:
            return Credentials(email, known["password"] or "", generated=bool(known["password"]))
        password = secrets.token_urlsafe(12)
        write_json(self.administrator_file, {"email": email, "password": password}, 0o600)
        return Credentials(email, password, generated=True)

    def _make_keys(self) -> None:
        key = Ed25519PrivateKey.generate()
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        write_whole(self.signing_key, private.decode())
        write_whole(self.verify_key, public.decode())
