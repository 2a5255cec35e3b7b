"""Signs webhooks as Standard Webhooks describes: `v1,` and HMAC-SHA256 over id, time and body, in base64."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from hmac import digest

from chassis.domain.refusal import Refusal

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64


def signing_key(secret: str) -> bytes:
    """The key in a secret. A secret that is not `whsec_` and 24 to 64 bytes in base64 is refused."""
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except (NotBase64, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise Refusal("notifications.webhook_secret_not_valid", "invalid", shortest=SHORTEST, longest=LONGEST)
    return key


def headers(secret: str, message_id: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers of a delivery; `at` is in seconds. The id stays the same when it is repeated."""
    signed = f"{message_id}.{at}.".encode() + body
    signature = b64encode(digest(signing_key(secret), signed, sha256)).decode()
    return {"webhook-id": message_id, "webhook-timestamp": str(at), "webhook-signature": f"v1,{signature}"}
