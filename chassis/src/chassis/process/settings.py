"""Settings every process shares, and how a process reads them from its environment.

Each service composes its own frozen class from these; nobody else reads the environment. A variable that begins with
OPSLAYER_ and is no setting of the process is refused: it would have no effect, and most often it is a mistyped name.
"""

import difflib
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROLES = ("api", "consumers", "relay", "timers")
PEERS = ("tickets", "assets", "processes", "notifications", "gateway")
PREFIX = "OPSLAYER_"


class ServiceSettings(BaseSettings):
    """What every service needs to know about its surroundings. The defaults fit docker-compose.yml."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", secrets_dir=None)

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
        return {name: getattr(self, f"{name}_url") for name in PEERS}


S = TypeVar("S", bound=ServiceSettings)


class SettingsError(ValueError):
    """The environment sets an unknown name, or a value that cannot be read; the text is one sentence for the operator."""


def read_settings(service: str, kind: type[S]) -> S:
    """Returns the settings of a service from an environment that holds no others; raises SettingsError."""
    refuse_unknown(os.environ, variables(kind), service)
    return parse_settings(service, kind)


def parse_settings(service: str, kind: type[S]) -> S:
    """Returns the settings of a service from the environment, whatever else is in it; raises SettingsError."""
    try:
        return kind()
    except ValidationError as error:
        faults = (f"{PREFIX}{str(fault['loc'][0]).upper()} ({fault['msg']})" for fault in error.errors())
        raise SettingsError(f"{service} cannot read the value of {', '.join(faults)}") from None


def variables(kind: type[ServiceSettings]) -> frozenset[str]:
    """The environment variables a settings class reads."""
    return frozenset(f"{PREFIX}{name.upper()}" for name in kind.model_fields)


def refuse_unknown(environment: Iterable[str], known: Collection[str], reader: str) -> None:
    """Raises SettingsError if the environment holds settings that `reader` does not know."""
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
    if unknown:
        names = (f"{name} (did you mean {difflib.get_close_matches(name, known, 1, 0.0)[0]}?)" for name in unknown)
        raise SettingsError(f"{reader} has no setting {', '.join(names)}")
