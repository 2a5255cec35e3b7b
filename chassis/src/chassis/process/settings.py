"""Declares the settings of every process. Each service's frozen class extends them. Nothing else reads the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROLES = ("api", "consumers", "relay", "timers")


class ServiceSettings(BaseSettings):
    """What every service needs to know about its surroundings. The defaults fit docker-compose.yml."""

    model_config = SettingsConfigDict(env_prefix="OPSLAYER_", frozen=True, extra="ignore", secrets_dir=None)

    host: str = Field("127.0.0.1", description="Address the HTTP side listens on.")
    port: int = Field(8000, description="Port the HTTP side listens on.")
    migration_url: SecretStr = Field(
        SecretStr(""), description="PostgreSQL address of the owner; only `migrate` uses it."
    )
    app_url: SecretStr = Field(
        SecretStr(""), description="PostgreSQL address under the role that obeys row-level security."
    )
    system_url: SecretStr = Field(
        SecretStr(""), description="PostgreSQL address for relay, feed, projections and operators."
    )
    pool_size: int = Field(6, description="Connections the application pool may open.")
    kafka: str = Field("127.0.0.1:9092", description="Kafka bootstrap servers, comma separated.")
    tickets_url: str = Field("http://tickets:8000", description="HTTP address of the tickets service.")
    assets_url: str = Field("http://assets:8000", description="HTTP address of the assets service.")
    processes_url: str = Field("http://processes:8000", description="HTTP address of the processes service.")
    notifications_url: str = Field(
        "http://notifications:8000", description="HTTP address of the notifications service."
    )
    gateway_url: str = Field("http://gateway:8080", description="HTTP address of the gateway, as services reach it.")
    verify_key_file: Path = Field(
        Path("/run/secrets/verify.pem"), description="Ed25519 public key of the gateway (PEM)."
    )
    feed_token: SecretStr = Field(SecretStr(""), description="Secret with which services read each other's feeds.")
    otlp_url: str = Field("", description="OpenTelemetry collector (OTLP over HTTP); empty: no traces are sent.")
    trace_ratio: float = Field(0.1, description="Share of requests whose trace is recorded, 0 to 1.")
    replica: str = Field(
        "", description="Name only this replica has, the same after a restart (static Kafka membership); empty: none."
    )
    log: Literal["json", "console"] = Field("json", description="Form of the log lines.")

    def peers(self) -> dict[str, str]:
        """Returns the addresses of all services by name."""
        return {
            "tickets": self.tickets_url,
            "assets": self.assets_url,
            "processes": self.processes_url,
            "notifications": self.notifications_url,
            "gateway": self.gateway_url,
        }
