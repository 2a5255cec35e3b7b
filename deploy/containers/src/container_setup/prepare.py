"""Prepares an installation in containers: `python -m container_setup.prepare [SERVICE...]`, before the services start.

Databases, migrations, secrets and topics; what is there already stays, so it may run at every start. Each service finds
its secrets in a folder that no other service sees. Where PostgreSQL and Kafka are is said by the environment.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from embedded_platform.databases import DatabaseServer
from embedded_platform.errors import OperatorError
from embedded_platform.topics import ensure_topics
from installation.fleet import SERVICES, TOPICS
from installation.secret_files import SecretFiles

SIGNER = "gateway"
"""The service that signs tokens; the others get copies of what they may know."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Where PostgreSQL and Kafka are, and where secrets are written."""

    databases: DatabaseServer
    kafka: str
    secrets: Path
    replicas: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Platform":
        """Reads the environment; the defaults are those of docker-compose.yml."""
        user = quote(environment.get("POSTGRES_USER", "opslayer"), safe="")
        password = quote(environment["POSTGRES_PASSWORD"], safe="")
        host = environment.get("POSTGRES_HOST", "postgres:5432")
        return cls(
            databases=DatabaseServer(f"postgresql://{user}:{password}@{host}/postgres"),
            kafka=environment.get("OPSLAYER_KAFKA", "kafka:9092"),
            secrets=Path(environment.get("OPSLAYER_SECRETS", "/secrets")),
            replicas=int(environment.get("OPSLAYER_TOPIC_REPLICAS", "1")),
        )


def prepare(platform: Platform, services: Sequence[str]) -> None:
    """Creates everything the services expect to find."""
    _print("databases created", platform.databases.create(*services))
    signer = SecretFiles(platform.secrets / SIGNER)
    for service in services:
        write_secrets(signer, platform, service)
    _print("secrets written for", services)
    migrate(platform.databases, services)
    _print("databases migrated", services)
    _print("topics created", ensure_topics(platform.kafka, TOPICS, replicas=platform.replicas))


def write_secrets(signer: SecretFiles, platform: Platform, service: str) -> None:
    """Writes the secrets of this service, and of no other, into its folder."""
    urls = platform.databases.urls(service, service)
    folder = platform.secrets / service
    if service != SIGNER:
        _write(folder / "verify.pem", signer.verify_key.read_text())
    _write(folder / "OPSLAYER_FEED_TOKEN", signer.feed_token)
    _write(folder / "OPSLAYER_APP_URL", urls.app_url)
    _write(folder / "OPSLAYER_SYSTEM_URL", urls.system_url)


def migrate(databases: DatabaseServer, services: Sequence[str]) -> None:
    """Runs the migrations of all services at the same time."""
    running = {service: _migration(databases, service) for service in services}
    failed = [service for service, process in running.items() if process.wait() != 0]
    if failed:
        raise OperatorError(f"The migration of {', '.join(failed)} failed; its reason stands above.")


def _migration(databases: DatabaseServer, service: str) -> "subprocess.Popen[bytes]":
    urls = databases.urls(service, service)
    addresses = {
        "OPSLAYER_MIGRATION_URL": urls.migration_url,
        "OPSLAYER_APP_URL": urls.app_url,
        "OPSLAYER_SYSTEM_URL": urls.system_url,
    }
    return subprocess.Popen([sys.executable, "-m", service, "migrate"], env={**os.environ, **addresses})


def _write(path: Path, content: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.touch(0o600)
    part.write_text(content)
    part.replace(path)


def _print(what: str, names: Sequence[str]) -> None:
    print(f"{what}: {', '.join(names) or 'none, all exist'}", flush=True)


def main() -> int:
    """Returns 0 when everything is prepared, or prints the error and returns 1."""
    try:
        prepare(Platform.from_environment(os.environ), sys.argv[1:] or SERVICES)
    except OperatorError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
