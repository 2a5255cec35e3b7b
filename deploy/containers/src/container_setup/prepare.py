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
from embedded_platform.topics import ensure_topics
from embedded_platform.trouble import Trouble
from installation.fleet import SERVICES, TOPICS
from installation.secret_files import SecretFiles

KEEPER = "gateway"
"""The service that signs; the others get copies of what they may know."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the parts of the installation are."""

    databases: DatabaseServer
    kafka: str
    secrets: Path
    replicas: int

    @classmethod
    def told_by(cls, environment: Mapping[str, str]) -> "Surroundings":
        """As the environment says; the defaults are those of docker-compose.yml."""
        user = quote(environment.get("POSTGRES_USER", "opslayer"), safe="")
        password = quote(environment["POSTGRES_PASSWORD"], safe="")
        host = environment.get("POSTGRES_HOST", "postgres:5432")
        return cls(
            databases=DatabaseServer(f"postgresql://{user}:{password}@{host}/postgres"),
            kafka=environment.get("OPSLAYER_KAFKA", "kafka:9092"),
            secrets=Path(environment.get("OPSLAYER_SECRETS", "/secrets")),
            replicas=int(environment.get("OPSLAYER_TOPIC_REPLICAS", "1")),
        )


def prepare(surroundings: Surroundings, services: Sequence[str]) -> None:
    """Everything the services expect to find."""
    _tell("databases made", surroundings.databases.create(*services))
    keeper = SecretFiles(surroundings.secrets / KEEPER)
    for service in services:
        hand_out(keeper, surroundings, service)
    _tell("secrets handed out to", services)
    migrate(surroundings.databases, services)
    _tell("databases at their newest shape", services)
    _tell("topics made", ensure_topics(surroundings.kafka, TOPICS, replicas=surroundings.replicas))


def hand_out(keeper: SecretFiles, surroundings: Surroundings, service: str) -> None:
    """Writes what this service may know, and nothing of the others, into its folder."""
    urls = surroundings.databases.urls(service, service)
    folder = surroundings.secrets / service
    if service != KEEPER:
        _write(folder / "verify.pem", keeper.verify_key.read_text())
    _write(folder / "OPSLAYER_FEED_TOKEN", keeper.feed_token)
    _write(folder / "OPSLAYER_APP_URL", urls.app_url)
    _write(folder / "OPSLAYER_SYSTEM_URL", urls.system_url)


def migrate(databases: DatabaseServer, services: Sequence[str]) -> None:
    """Runs each service's own migrations, at the same time."""
    running = {service: _migration(databases, service) for service in services}
    failed = [service for service, process in running.items() if process.wait() != 0]
    if failed:
        raise Trouble(f"The migration of {', '.join(failed)} failed; its reason stands above.")


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


def _tell(what: str, names: Sequence[str]) -> None:
    print(f"{what}: {', '.join(names) or 'none, all were there'}", flush=True)


def main() -> int:
    """0 when all is prepared; 1 with a sentence when the surroundings did not allow it."""
    try:
        prepare(Surroundings.told_by(os.environ), sys.argv[1:] or SERVICES)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
