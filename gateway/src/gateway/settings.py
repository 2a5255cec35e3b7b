"""The settings of the gateway; the only reader of its environment."""

from pathlib import Path

from chassis.process.settings import ServiceSettings
from pydantic import Field, SecretStr


class Settings(ServiceSettings):
    """The gateway's settings."""

    port: int = Field(8080, description="Port of the panel and the API.")
    signing_key_file: Path = Field(
        Path("/run/secrets/sign.pem"), description="Ed25519 private key (PEM); nobody else has it."
    )
    admin_email: str = Field("", description="Email of the first administrator, made when there is no account yet.")
    admin_password: SecretStr = Field(SecretStr(""), description="Password of the first administrator.")
    public_url: str = Field("http://localhost:8080", description="Where people reach the panel.")
